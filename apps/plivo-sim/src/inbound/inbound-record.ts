import { countryOf } from '../message/countries';
import { timestampWithOffset } from '../timestamp';
import { type InboundMessage } from './inbound-message';

const NO_CHARGE = '0.00000';
const CONVERSATION_MS = 86_400_000;

function time(at: number, offset: number): string {
  return timestampWithOffset(at, offset);
}

/**
 * The message detail record of a message from a person, with every documented attribute.
 *
 * @param offset of the record's times from UTC, in minutes
 */
export function inboundRecord(message: InboundMessage, mainAuthId: string, offset: number): Record<string, unknown> {
  const { uuid, type, state, at } = message;
  const whatsapp = type === 'whatsapp';
  return {
    message_uuid: uuid,
    from_number: String(message.from),
    to_number: message.to,
    message_direction: 'inbound',
    message_state: state,
    message_time: time(at, offset),
    message_sent_time: null,
    message_updated_time: time(message.settledAt ?? at, offset),
    message_type: type,
    units: message.units,
    total_rate: NO_CHARGE,
    total_amount: NO_CHARGE,
    carrier_fees_rate: NO_CHARGE,
    carrier_fees: NO_CHARGE,
    mcc: '',
    mnc: '',
    destination_network: '',
    destination_country_iso2: countryOf(Number(message.to)),
    error_code: state === 'delivered' ? '000' : null,
    error_message: null,
    powerpack_id: message.powerpackUuid === '' ? null : message.powerpackUuid,
    tendlc_campaign_id: null,
    tendlc_registration_status: 'not_applicable',
    replaced_sender: '',
    is_domestic: false,
    requester_ip: '',
    dlt_entity_id: '',
    dlt_template_id: '',
    dlt_template_category: '',
    conversation_id: whatsapp ? uuid : '',
    conversation_origin: whatsapp ? 'service' : '',
    conversation_expiration_timestamp: whatsapp ? time(at + CONVERSATION_MS, offset) : '',
    log: 'true',
    resource_uri: `/v1/Account/${mainAuthId}/Message/${uuid}/`,
  };
}
