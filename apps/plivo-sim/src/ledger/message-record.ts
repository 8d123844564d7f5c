import { carrierAt } from '../message/countries';
import { hidesNumber, maskNumber } from '../message/mask';
import { senderKind } from '../message/sender';
import { type MessageIds } from '../message-id';
import { formatMoney } from '../money';
import { type SimulatorOptions } from '../options/options';
import { timestampWithOffset } from '../timestamp';
import { type Ledger } from './ledger';

export interface RecordView {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  readonly options: SimulatorOptions;
  readonly mainAuthId: string;
  /** The 10DLC campaign that a number sends for, as things are now; null for none. */
  readonly campaignOf: (from: string) => string | null;
}

const FINAL = new Set(['delivered', 'undelivered', 'failed', 'read']);

type TendlcStatus = 'registered' | 'unregistered' | 'not_applicable';

/** What the registration of its sender is for a message: only long codes to the US need one. */
export function registrationOf(
  row: number,
  { ledger, campaignOf }: Pick<RecordView, 'ledger' | 'campaignOf'>,
): { status: TendlcStatus; campaign: string | null } {
  const from = ledger.fromOf(row);
  const isUs = carrierAt(ledger.carrierIndex(row)).iso2 === 'US';
  if (!isUs || senderKind(from) !== 'us_long_code') return { status: 'not_applicable', campaign: null };
  const campaign = campaignOf(from);
  return { status: campaign === null ? 'unregistered' : 'registered', campaign };
}

export function conversationId(ledger: Ledger, ids: MessageIds, row: number): string {
  return ledger.requestOf(row).type === 'whatsapp' ? ids.apiId(ledger.toOf(row)) : '';
}

export function conversationOrigin(ledger: Ledger, row: number): string {
  const request = ledger.requestOf(row);
  if (request.type !== 'whatsapp') return '';
  return request.templated ? 'marketing' : 'service';
}

/** "000" once it went well, the code once it did not, null while it is not known. */
export function recordErrorCode(ledger: Ledger, row: number): string | null {
  const state = ledger.stateOf(row);
  if (!FINAL.has(state)) return null;
  return String(ledger.codeOf(row)).padStart(3, '0');
}

function optional(at: number | undefined, offset: number): string | null {
  return at === undefined ? null : timestampWithOffset(at, offset);
}

/** The message detail record of a row, with every documented attribute. */
export function messageRecord(row: number, view: RecordView): Record<string, unknown> {
  const { ledger, ids, options, mainAuthId } = view;
  const request = ledger.requestOf(row);
  const carrier = carrierAt(ledger.carrierIndex(row));
  const id = ids.of(row);
  const to = String(ledger.toOf(row));
  const failed = ledger.stateOf(row) === 'failed';
  const offset = options.unknowns.mdr_utc_offset_minutes;
  const conversationEnd = request.type === 'whatsapp' ? timestampWithOffset(request.at + 86_400_000, offset) : '';
  const registration = registrationOf(row, view);
  return {
    message_uuid: id,
    from_number: ledger.fromOf(row),
    to_number: hidesNumber(request.log) ? maskNumber(to) : to,
    message_direction: 'outbound',
    message_state: ledger.stateOf(row),
    message_time: timestampWithOffset(request.at, offset),
    message_sent_time: optional(ledger.sentTime(row), offset),
    message_updated_time: optional(ledger.finalTime(row) ?? ledger.sentTime(row) ?? request.at, offset),
    message_type: request.type,
    units: request.units,
    total_rate: formatMoney(carrier.rate),
    total_amount: formatMoney(ledger.amountOf(row)),
    carrier_fees_rate: formatMoney(carrier.fee),
    carrier_fees: formatMoney(failed ? 0 : carrier.fee * request.units),
    mcc: carrier.mcc,
    mnc: carrier.mnc,
    destination_network: carrier.network,
    destination_country_iso2: carrier.iso2,
    error_code: recordErrorCode(ledger, row),
    error_message: null,
    powerpack_id: request.powerpack,
    tendlc_campaign_id: registration.campaign,
    tendlc_registration_status: registration.status,
    replaced_sender: '',
    is_domestic: false,
    requester_ip: request.requesterIp,
    dlt_entity_id: request.dlt.entity_id,
    dlt_template_id: request.dlt.template_id,
    dlt_template_category: request.dlt.template_category,
    conversation_id: conversationId(ledger, ids, row),
    conversation_origin: conversationOrigin(ledger, row),
    conversation_expiration_timestamp: conversationEnd,
    log: request.log,
    resource_uri: `/v1/Account/${mainAuthId}/Message/${id}/`,
  };
}
