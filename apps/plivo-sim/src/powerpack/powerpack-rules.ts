import { ApiFault } from '../http/api-fault';
import { type NumberPriority, POOL_KINDS, type PoolKind, type PowerpackSettings } from './powerpack';

type Body = Readonly<Record<string, unknown>>;

const MAX_NAME = 255;

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFlag(body: Body, key: string, fallback: boolean): boolean {
  const value = body[key];
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ApiFault(400, `${key} must be a boolean`);
}

function readName(body: Body, fallback: string | undefined): string {
  const { name } = body;
  if ((name === undefined || name === null) && fallback !== undefined) return fallback;
  if (typeof name !== 'string' || name.trim() === '') throw new ApiFault(400, 'name parameter is missing');
  if (name.length > MAX_NAME) throw new ApiFault(400, `name must be at most ${MAX_NAME} characters`);
  return name;
}

function readApplication(
  body: Body,
  before: Pick<PowerpackSettings, 'application_type' | 'application_id'>,
): Pick<PowerpackSettings, 'application_type' | 'application_id'> {
  const { application_id: id, application_type: type } = body;
  if (type !== undefined && type !== null && type !== '' && type !== 'xml' && type !== 'phlo') {
    throw new ApiFault(400, 'application_type must be one of xml, phlo');
  }
  if (id === undefined || id === null) {
    return { application_type: before.application_type, application_id: before.application_id };
  }
  if (typeof id !== 'string') throw new ApiFault(400, 'application_id must be a string');
  if (id === 'none' || id === '') return { application_type: '', application_id: '' };
  if (typeof type !== 'string' || type === '') {
    throw new ApiFault(400, 'application_type must be specified if application_id is specified');
  }
  return { application_type: type, application_id: id };
}

function readKind(value: unknown, key: string): PoolKind | null {
  if (value === undefined || value === null || value === '') return null;
  const found = POOL_KINDS.find((kind) => kind === value);
  if (found === undefined) throw new ApiFault(400, `number_priority.${key} must be one of ${POOL_KINDS.join(', ')}`);
  return found;
}

function readPriority(entry: unknown): NumberPriority {
  if (!isObject(entry)) throw new ApiFault(400, 'number_priority must be an array of objects');
  const { service_type: service, country_iso: country, priority } = entry;
  if (service !== 'SMS' && service !== 'MMS') {
    throw new ApiFault(400, 'number_priority.service_type must be one of SMS, MMS');
  }
  if (country !== 'US' && country !== 'CA') {
    throw new ApiFault(400, 'number_priority.country_iso must be one of US, CA');
  }
  if (!isObject(priority)) throw new ApiFault(400, 'number_priority.priority must be an object');
  const kinds = {
    priority1: readKind(priority.priority1, 'priority1'),
    priority2: readKind(priority.priority2, 'priority2'),
    priority3: readKind(priority.priority3, 'priority3'),
  };
  const given = Object.values(kinds).filter((kind) => kind !== null);
  if (given.length === 0) throw new ApiFault(400, 'number_priority.priority1 is required');
  if (new Set(given).size < given.length) throw new ApiFault(400, 'number_priority: each kind may appear once');
  return { service_type: service, country_iso: country, priority: kinds };
}

function readPriorities(body: Body, before: readonly NumberPriority[]): readonly NumberPriority[] {
  const { number_priority: value } = body;
  if (value === undefined || value === null) return before;
  if (!Array.isArray(value)) throw new ApiFault(400, 'number_priority must be an array of objects');
  const read = value.map(readPriority);
  const key = (each: NumberPriority): string => `${each.country_iso} ${each.service_type}`;
  const given = new Set(read.map(key));
  if (given.size < read.length) throw new ApiFault(400, 'number_priority: one entry for each country and service');
  return [...read, ...before.filter((each) => !given.has(key(each)))];
}

/** The four entries that a new Powerpack has. */
function defaultPriorities(order: readonly PoolKind[]): NumberPriority[] {
  const [priority1 = null, priority2 = null, priority3 = null] = order;
  return (['SMS', 'MMS'] as const).flatMap((service_type) =>
    (['US', 'CA'] as const).map((country_iso) => ({
      service_type,
      country_iso,
      priority: { priority1, priority2, priority3 },
    })),
  );
}

/**
 * Reads the body of a create (`before` undefined) or of an update, which changes only what it names. Unknown keys are
 * passed over.
 *
 * @throws ApiFault 400
 */
export function readPowerpack(
  input: unknown,
  before: PowerpackSettings | undefined,
  defaultOrder: readonly PoolKind[],
): PowerpackSettings {
  if (!isObject(input)) throw new ApiFault(400, 'request body must be a JSON object');
  const base = before ?? {
    sticky_sender: true,
    local_connect: true,
    application_type: '',
    application_id: '',
    number_priority: defaultPriorities(defaultOrder),
  };
  return {
    name: readName(input, before?.name),
    sticky_sender: readFlag(input, 'sticky_sender', base.sticky_sender),
    local_connect: readFlag(input, 'local_connect', base.local_connect),
    ...readApplication(input, base),
    number_priority: readPriorities(input, base.number_priority),
  };
}
