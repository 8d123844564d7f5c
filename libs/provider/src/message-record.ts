/** The provider's record of one message (MDR), as far as Herald uses it. */
export interface MessageRecord {
  readonly messageUuid: string;
  readonly state: string;
  readonly direction: string;
  readonly from: string;
  /** Digits; masked by the provider when the message was sent with `log` false or content_only. */
  readonly to: string;
  /** Of a message that was sent through a Powerpack. */
  readonly powerpackId: string | undefined;
  /** When the message was initiated; undefined when the provider's text cannot be read. */
  readonly time: Date | undefined;
  /** When it came into its state, where the record says so. */
  readonly stateTime: Date | undefined;
  readonly mcc: string | undefined;
  readonly mnc: string | undefined;
  readonly errorCode: string | undefined;
  readonly units: number | undefined;
  readonly totalAmount: string | undefined;
}

export interface MessagePage {
  readonly records: readonly MessageRecord[];
  readonly hasMore: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** @returns undefined when it is no record */
export function readMessageRecord(value: unknown): MessageRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Json;
  const messageUuid = text(record.message_uuid);
  if (messageUuid === undefined) return undefined;
  return {
    messageUuid,
    state: text(record.message_state) ?? '',
    direction: text(record.message_direction) ?? '',
    from: text(record.from_number) ?? '',
    to: text(record.to_number)?.replace(/^\+/, '') ?? '',
    powerpackId: text(record.powerpack_id),
    time: readTime(text(record.message_time)),
    stateTime: readTime(text(record.message_updated_time)) ?? readTime(text(record.message_sent_time)),
    mcc: text(record.mcc),
    mnc: text(record.mnc),
    errorCode: text(record.error_code),
    units: typeof record.units === 'number' ? record.units : undefined,
    totalAmount: text(record.total_amount),
  };
}

/** @returns undefined when the answer has no list of records */
export function readMessagePage(body: Json | undefined): MessagePage | undefined {
  if (!Array.isArray(body?.objects)) return undefined;
  const records = body.objects.map(readMessageRecord);
  if (!records.every((record) => record !== undefined)) return undefined;
  const meta = (body.meta ?? {}) as Json;
  return { records, hasMore: typeof meta.next === 'string' && meta.next !== '' };
}

/** `2021-07-13 13:04:06.799021+05:30`: an offset counts, without one it is UTC. */
function readTime(value: string | undefined): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:?\d\d)?$/.exec(value ?? '');
  if (parts === null) return undefined;
  const [, day = '', clock = '', fraction = '', offset = 'Z'] = parts;
  const time = new Date(`${day}T${clock}${fraction}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
