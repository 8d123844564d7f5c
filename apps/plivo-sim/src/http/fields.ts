import { ApiFault } from './api-fault';

const HTTP_URL = /^https?:\/\/[^\s/]/i;

/**
 * Reads the parameters of a request's body. A missing one is in the reference's own words (`x parameter is missing`);
 * null and an empty text count as missing, as the SDKs send them for what was not given.
 */
export class Fields {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** The value as it came; undefined when it is missing. */
  raw(name: string): unknown {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    return value === null || value === '' ? undefined : value;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** A text, or undefined when it is missing. Numbers are read as texts. */
  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string') throw new ApiFault(400, `${name} must be a string`);
    return value.trim() === '' ? undefined : value;
  }

  required(name: string): string {
    return present(name, this.text(name));
  }

  /** A text of at least so many characters, where it is given. */
  longText(name: string, least: number): string | undefined {
    const value = this.text(name);
    if (value !== undefined && value.trim().length < least) {
      throw new ApiFault(400, `${name} must have a minimum of ${least} characters`);
    }
    return value;
  }

  /** One of the allowed values whatever its case, as it is written there. */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : allowedValue(name, value, allowed);
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw new ApiFault(400, `${name} must be true or false`);
  }

  /** A list of texts: a JSON array, or a text with commas. */
  list(name: string): string[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const items = Array.isArray(value)
      ? (value as unknown[])
      : typeof value === 'string'
        ? value.split(',')
        : undefined;
    if (items?.every((each) => typeof each === 'string') !== true) throw new ApiFault(400, `${name} must be a list`);
    return items.map((each) => each.trim()).filter((each) => each !== '');
  }

  /** An object's own fields, or undefined when it is missing. */
  object(name: string): Fields | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw new ApiFault(400, `${name} must be an object`);
    return new Fields(value as Record<string, unknown>);
  }

  url(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !(HTTP_URL.test(value) && URL.canParse(value))) {
      throw new ApiFault(400, `${name} must be a fully qualified http or https URL`);
    }
    return value;
  }
}

/** @throws ApiFault 400 when a required value is missing */
export function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new ApiFault(400, `${name} parameter is missing`);
  return value;
}

/** @throws ApiFault 400 when the value is none of those allowed; case does not count */
export function allowedValue<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each.toUpperCase() === value.trim().toUpperCase());
  if (found === undefined) throw new ApiFault(400, `${name} must be one of ${allowed.join(', ')}`);
  return found;
}
