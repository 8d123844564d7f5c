import type { ProblemDetail } from '@herald/kernel';
import { type Details, textOf } from './details';

const MAX_SHOWN = 60;

/** What a check of details found: what the provider would refuse, and what is likely to be rejected or regretted. */
export class Findings {
  /** @param path before each field: `campaign` makes `campaign.description` */
  constructor(
    private readonly path: string,
    readonly errors: ProblemDetail[] = [],
    readonly warnings: ProblemDetail[] = [],
  ) {}

  /** The same findings, for the fields of an object within. */
  under(name: string): Findings {
    return new Findings(this.fieldOf(name), this.errors, this.warnings);
  }

  error(field: string, message: string): void {
    this.errors.push({ field: this.fieldOf(field), message });
  }

  warn(field: string, message: string): void {
    this.warnings.push({ field: this.fieldOf(field), message });
  }

  /** @returns the text when it is there and long enough */
  text(details: Details, field: string, what: string, least = 1): string | undefined {
    const text = textOf(details, field);
    const needed = least > 1 ? `, at least ${least} characters` : '';
    if (text === undefined) this.error(field, `is missing: ${what}${needed}`);
    else this.longEnough(field, text, least);
    return text;
  }

  /** Text that need not be there. */
  optionalText(details: Details, field: string, least: number): string | undefined {
    const text = textOf(details, field);
    if (text !== undefined) this.longEnough(field, text, least);
    return text;
  }

  oneOf<T extends string>(details: Details, field: string, allowed: readonly T[], required = true): T | undefined {
    const text = textOf(details, field);
    const found = allowed.find((each) => each === text);
    const list = `one of ${allowed.join(', ')}`;
    if (text === undefined && required) this.error(field, `is missing: ${list}`);
    if (text !== undefined && found === undefined) this.error(field, `is ${shown(text)}: must be ${list}`);
    return found;
  }

  flag(details: Details, field: string, what: string): boolean | undefined {
    const value = details[field];
    if (value === undefined || value === null) this.error(field, `is missing: true or false (${what})`);
    else if (typeof value !== 'boolean') this.error(field, `is ${shown(value)}: must be true or false (${what})`);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A confirmation, of which `true` alone is allowed. */
  confirmed(details: Details, field: string, what: string): void {
    const value = details[field];
    if (value !== true)
      this.error(
        field,
        `${value === undefined ? 'is missing' : `is ${shown(value)}`}: must be true, which confirms that ${what}`,
      );
  }

  private longEnough(field: string, text: string, least: number): void {
    const length = Array.from(text).length;
    if (length < least) this.error(field, `has ${length} characters: at least ${least} are needed`);
  }

  private fieldOf(field: string): string {
    return this.path === '' ? field : `${this.path}.${field}`;
  }
}

export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
