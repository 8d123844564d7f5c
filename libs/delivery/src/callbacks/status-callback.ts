import { type MessageFacts, type MessageState, NO_FACTS } from '@herald/ledger';
import type { Form } from '@herald/provider';
import { parseProviderTime } from './provider-time';

export interface StatusCallback {
  /** E.164 digits, or undefined where the provider masks the number (`log` other than true) or leaves it out. */
  readonly to: string | undefined;
  readonly facts: MessageFacts;
  /** Its status, where Herald does not know it: then the facts hold no state, and nothing but the UUID. */
  readonly unknownStatus?: string;
}

/** The provider's statuses; `rejected` is an old name that may still come. */
const STATES: ReadonlyMap<string, MessageState> = new Map([
  ['queued', 'queued'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['rejected', 'failed'],
  ['read', 'read'],
]);

/** "Once this period elapses your messages will fail with error code 420": Herald gives these a state of their own. */
const EXPIRED = 420;

/** Where the time of a state is told, best first; a time that is missing falls back to the step before. */
const QUEUED_TIMES = ['QueuedTime', 'MessageTime'] as const;
const SENT_TIMES = ['SentTime', ...QUEUED_TIMES] as const;
const FINAL_TIMES = ['DeliveryReportTime', ...SENT_TIMES] as const;

const MAX_SMALLINT = 32_767;
const MAX_AMOUNT = 999_999_999_999;
const PLAIN_PHONE = /^[1-9]\d{4,14}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Reads a status callback. Keys count in any case, fields Herald does not know are ignored, a field that makes no sense is as
 * good as missing. Undefined when there is no status.
 */
export function parseStatusCallback(form: Form): StatusCallback | undefined {
  const values = readFields(form);
  const status = values.Status;
  if (status === undefined) return undefined;
  const told = STATES.get(status) ?? STATES.get(status.toLowerCase());
  if (told === undefined) {
    const facts = { ...NO_FACTS, messageUuid: uuidOf(values.MessageUUID) };
    return { to: phoneOf(values.To), facts, unknownStatus: status };
  }
  const isFailure = told === 'failed' || told === 'undelivered';
  const errorCode = isFailure ? nonZero(smallint(values.ErrorCode)) : null;
  const state = told === 'failed' && errorCode === EXPIRED ? 'expired' : told;
  return {
    to: phoneOf(values.To),
    facts: {
      state,
      errorCode,
      stateAt: timeOf(values, state),
      units: smallint(values.Units),
      mcc: networkCode(values.MCC),
      mnc: networkCode(values.MNC),
      messageUuid: uuidOf(values.MessageUUID),
      amount: amountOf(values.TotalAmount),
    },
  };
}

/** The fields that are read, as the provider spells them; the others it sends are passed over. */
const NOTHING = {
  Status: undefined,
  To: undefined,
  ErrorCode: undefined,
  Units: undefined,
  MCC: undefined,
  MNC: undefined,
  MessageUUID: undefined,
  TotalAmount: undefined,
  MessageTime: undefined,
  QueuedTime: undefined,
  SentTime: undefined,
  DeliveryReportTime: undefined,
};
type Field = keyof typeof NOTHING;
type Values = Record<Field, string | undefined>;
const FIELDS: ReadonlyMap<string, Field> = new Map(
  (Object.keys(NOTHING) as Field[]).map((name) => [name.toLowerCase(), name] as const),
);

/** Which field each key of a form is. Forms of one layout share their keys, so this is asked once for all of them. */
const fieldsByKeys = new WeakMap<readonly string[], readonly (Field | undefined)[]>();

function fieldsOf(keys: readonly string[]): readonly (Field | undefined)[] {
  let fields = fieldsByKeys.get(keys);
  if (fields === undefined) {
    fields = keys.map((key) => FIELDS.get(key.toLowerCase()));
    fieldsByKeys.set(keys, fields);
  }
  return fields;
}

/** The first value that is not empty counts. */
function readFields({ keys, values }: Form): Values {
  const read: Values = { ...NOTHING };
  fieldsOf(keys).forEach((field, at) => {
    const value = values[at];
    if (field !== undefined && value !== '' && read[field] === undefined) read[field] = value;
  });
  return read;
}

function timeOf(values: Values, state: MessageState): number | null {
  const names = state === 'queued' ? QUEUED_TIMES : state === 'sent' ? SENT_TIMES : FINAL_TIMES;
  for (const name of names) {
    const text = values[name];
    const at = text === undefined ? undefined : parseProviderTime(text);
    if (at !== undefined) return at;
  }
  return null;
}

/** `+1 (415) 555-0101` and `14155550101` are one number; `141XXXXX101` is none. */
function phoneOf(text: string | undefined): string | undefined {
  if (text === undefined || PLAIN_PHONE.test(text)) return text;
  if (/[x*]/i.test(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 15 && !digits.startsWith('0') ? digits : undefined;
}

function smallint(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const value = Number(text);
  return value <= MAX_SMALLINT ? value : null;
}

function nonZero(value: number | null): number | null {
  return value === 0 ? null : value;
}

function networkCode(text: string | undefined): string | null {
  return text !== undefined && /^\d{1,3}$/.test(text) ? text : null;
}

function uuidOf(text: string | undefined): string | null {
  const uuid = text?.toLowerCase();
  return uuid !== undefined && UUID.test(uuid) ? uuid : null;
}

/** Dollars to hundred-thousandths, without going through a float; further decimals are cut off. */
function amountOf(text: string | undefined): number | null {
  const [, whole, fraction = ''] = /^(\d{1,7})(?:\.(\d{0,12}))?$/.exec(text ?? '') ?? [];
  if (whole === undefined) return null;
  const amount = Number(whole) * 100_000 + Number(fraction.slice(0, 5).padEnd(5, '0'));
  return amount <= MAX_AMOUNT ? amount : null;
}
