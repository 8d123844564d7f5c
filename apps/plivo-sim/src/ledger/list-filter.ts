import { carrierAt } from '../message/countries';
import { parseTimestamp } from '../timestamp';
import { type Ledger } from './ledger';
import { conversationId, conversationOrigin, recordErrorCode, type RecordView, registrationOf } from './message-record';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 90;
const MOST_PER_PAGE = 20;

const STATES = ['queued', 'sent', 'failed', 'delivered', 'undelivered', 'received', 'rejected', 'read'];
const TIME_FORMS = ['message_time', 'message_time__gt', 'message_time__gte', 'message_time__lt', 'message_time__lte'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  message_direction: ['inbound', 'outbound'],
  message_state: STATES,
  message_type: ['sms', 'mms', 'whatsapp'],
  conversation_origin: ['utility', 'authentication', 'marketing', 'service'],
};

export interface ListQuery {
  readonly limit: number;
  readonly offset: number;
  readonly filters: ReadonlyMap<string, string>;
  /** Bounds of `message_time` in milliseconds since the epoch: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

function wholeNumber(text: string | null, fallback: number, min: number, max: number): number | undefined {
  if (text === null) return fallback;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
}

/** The half-open range of times that the filters leave; a fault as text. Without any: the last 24 hours [ref]. */
function timeRange(query: URLSearchParams, now: number): { from: number; to: number } | string {
  const oldest = now - HISTORY_DAYS * DAY_MS;
  let from = TIME_FORMS.some((form) => query.has(form)) ? oldest : now - DAY_MS;
  let to = Infinity;
  for (const form of TIME_FORMS) {
    const text = query.get(form);
    if (text === null) continue;
    const at = parseTimestamp(text);
    if (at === undefined) return `${form} must be YYYY-MM-DD HH:MM[:ss[.uuuuuu]]`;
    // Times are kept in whole milliseconds; the next one up begins what comes after.
    const after = Math.floor(at) + 1;
    if (form === 'message_time__gt') from = Math.max(from, after);
    if (form === 'message_time__gte') from = Math.max(from, Math.ceil(at));
    if (form === 'message_time__lt') to = Math.min(to, Math.ceil(at));
    if (form === 'message_time__lte') to = Math.min(to, after);
    if (form === 'message_time') {
      from = Math.max(from, Math.ceil(at));
      to = Math.min(to, after);
    }
  }
  return { from, to };
}

/** Reads the query of `GET …/Message/`; a fault comes back as text. Unknown parameters are passed over. */
export function readListQuery(query: URLSearchParams, now: number): ListQuery | string {
  const limit = wholeNumber(query.get('limit'), MOST_PER_PAGE, 1, MOST_PER_PAGE);
  if (limit === undefined) return `limit must be between 1 and ${MOST_PER_PAGE}`;
  const offset = wholeNumber(query.get('offset'), 0, 0, Number.MAX_SAFE_INTEGER);
  if (offset === undefined) return 'offset must be 0 or more';
  const range = timeRange(query, now);
  if (typeof range === 'string') return range;
  const filters = new Map<string, string>();
  for (const [name, value] of query) {
    if (name === 'limit' || name === 'offset' || TIME_FORMS.includes(name)) continue;
    const allowed = ALLOWED[name];
    if (allowed !== undefined && !allowed.includes(value)) return `${name} must be one of ${allowed.join(', ')}`;
    filters.set(name, value);
  }
  return { limit, offset, filters, ...range };
}

type ListView = Pick<RecordView, 'ledger' | 'ids' | 'campaignOf'>;

type Predicate = (row: number) => boolean;

/** What each filter compares with. Filters on numbers take E.164 with or without "+". */
function predicates(query: ListQuery, view: ListView): Predicate[] {
  const { ledger, ids } = view;
  const read: Readonly<Record<string, (row: number) => string | null>> = {
    subaccount: (row) => ledger.requestOf(row).authId,
    message_direction: () => 'outbound',
    message_state: (row) => ledger.stateOf(row),
    message_type: (row) => ledger.requestOf(row).type,
    error_code: (row) => recordErrorCode(ledger, row),
    powerpack_id: (row) => ledger.requestOf(row).powerpack,
    from_number: (row) => ledger.fromOf(row),
    to_number: (row) => String(ledger.toOf(row)),
    destination_country_iso2: (row) => carrierAt(ledger.carrierIndex(row)).iso2,
    tendlc_registration_status: (row) => registrationOf(row, view).status,
    tendlc_campaign_id: (row) => registrationOf(row, view).campaign,
    conversation_id: (row) => conversationId(ledger, ids, row),
    conversation_origin: (row) => conversationOrigin(ledger, row),
  };
  const found: Predicate[] = [];
  for (const [name, value] of query.filters) {
    const of = read[name];
    if (of === undefined) continue;
    const wanted = name.endsWith('_number') ? value.replace(/^\+/, '').trim() : value;
    found.push((row) => of(row) === wanted);
  }
  return found;
}

/** The rows that a query asks for, newest first. A `to_number` follows that number's own chain of rows. */
export function* matchingRows(query: ListQuery, view: ListView): Generator<number> {
  const { ledger } = view;
  if (query.filters.get('message_direction') === 'inbound') return;
  const tests = predicates(query, view);
  for (const row of candidates(query, ledger)) {
    const { at } = ledger.requestOf(row);
    if (at >= query.to) continue;
    if (at < query.from) break;
    if (tests.every((test) => test(row))) yield row;
  }
}

function* candidates(query: ListQuery, ledger: Ledger): Generator<number> {
  const to = query.filters.get('to_number');
  if (to === undefined) {
    for (let row = ledger.size - 1; row >= 0; row -= 1) yield row;
    return;
  }
  const number = Number(to.replace(/^\+/, ''));
  for (let row = ledger.latestRow(number); row !== undefined; row = ledger.rowBefore(row)) yield row;
}
