import { z } from 'zod';

import { identifier, inProviderNames, someBoolean, someNumber, someText } from './answer-reader';

/** The message object as the reference has it, and what the provider's SDK shows besides. */
const mdr = z.looseObject({
  /** Of a message by itself, not in a list. */
  api_id: someText,
  message_uuid: identifier,
  message_state: someText,
  message_direction: someText,
  /** sms, mms, whatsapp. */
  message_type: someText,
  message_time: someText,
  message_sent_time: someText,
  message_updated_time: someText,
  from_number: someText,
  to_number: someText,
  /** What left the provider, where it replaced the sender. */
  replaced_sender: someText,
  powerpack_id: someText,
  units: someNumber,
  total_rate: someText,
  total_amount: someText,
  carrier_fees: someText,
  carrier_fees_rate: someText,
  error_code: someText,
  error_message: someText,
  mcc: someText,
  mnc: someText,
  destination_country_iso2: someText,
  destination_network: someText,
  tendlc_campaign_id: someText,
  tendlc_registration_status: someText,
  is_domestic: someBoolean,
  dlt_entity_id: someText,
  dlt_template_id: someText,
  dlt_template_category: someText,
  conversation_id: someText,
  conversation_origin: someText,
  conversation_expiration_timestamp: someText,
  requester_ip: someText,
  log: someText,
  resource_uri: someText,
});
type Mdr = z.infer<typeof mdr>;

/** The provider's record of one message (MDR), as Herald uses it. */
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
  /** The record whole, in the provider's names. */
  readonly mdr: Mdr;
}

export interface MessagePage {
  readonly records: readonly MessageRecord[];
  readonly hasMore: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** @returns undefined when it is no record */
export function readMessageRecord(value: unknown): MessageRecord | undefined {
  const read = mdr.safeParse(inProviderNames(value));
  if (!read.success) return undefined;
  const record = read.data;
  return {
    messageUuid: record.message_uuid,
    state: record.message_state ?? '',
    direction: record.message_direction ?? '',
    from: record.from_number ?? '',
    to: record.to_number?.replace(/^\+/, '') ?? '',
    powerpackId: filled(record.powerpack_id),
    time: readTime(record.message_time),
    stateTime: readTime(record.message_updated_time) ?? readTime(record.message_sent_time),
    mcc: filled(record.mcc),
    mnc: filled(record.mnc),
    errorCode: filled(record.error_code),
    units: record.units,
    totalAmount: filled(record.total_amount),
    mdr: record,
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

function filled(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
