import { type MessageFilter, type MessageRecord } from '@herald/provider';

import { type Context, NUMBERS } from '../context';
import { type FilterProbe, probe } from '../filter-check';

const HOUR_MS = 3_600_000;
const ANY = (): boolean => true;

/** Every filter of the list of messages. Of the conversations and registrations no message has one yet, so these find nothing. */
export function messageFilters({ herald }: Context): readonly FilterProbe[] {
  const list = async (filter: MessageFilter): Promise<readonly MessageRecord[]> =>
    (await herald.messages.listMessages(filter)).records;
  const ago = new Date(Date.now() - HOUR_MS);
  const hence = new Date(Date.now() + HOUR_MS);
  const [src] = NUMBERS.longCodes;
  const nothing = (name: string, filter: MessageFilter): FilterProbe => {
    return { name, some: () => list({}), fits: ANY, none: () => list(filter) };
  };
  return [
    probe(
      'to_number',
      (to) => list({ to }),
      [NUMBERS.recipient, '14155550198'],
      ({ to }) => to === NUMBERS.recipient,
    ),
    probe(
      'from_number',
      (from) => list({ from }),
      [src, '14155550197'],
      ({ from }) => from === src,
    ),
    probe(
      'message_state',
      (state) => list({ state }),
      ['delivered', 'failed'],
      ({ state }) => state === 'delivered',
    ),
    probe(
      'message_type',
      (type) => list({ type }),
      ['sms', 'whatsapp'],
      ({ mdr }) => mdr.message_type === 'sms',
    ),
    probe('message_time__gte', (sentFrom) => list({ sentFrom }), [ago, hence], ANY),
    probe('message_time__lte', (sentUntil) => list({ sentUntil }), [hence, ago], ANY),
    probe('message_time__gt', (sentAfter) => list({ sentAfter }), [ago, hence], ANY),
    probe('message_time__lt', (sentBefore) => list({ sentBefore }), [hence, ago], ANY),
    {
      name: 'message_time',
      some: async () => list({ sentAt: (await list({}))[0]?.time ?? hence }),
      fits: ANY,
      none: () => list({ sentAt: ago }),
    },
    probe(
      'message_direction',
      (direction) => list({ direction }),
      ['outbound', 'inbound'],
      (record) => {
        return record.direction === 'outbound';
      },
    ),
    probe(
      'error_code',
      (errorCode) => list({ errorCode }),
      ['000', '30'],
      ({ errorCode }) => errorCode === '000',
    ),
    probe(
      'destination_country_iso2',
      (destinationCountry) => list({ destinationCountry }),
      ['US', 'GB'],
      (record) => {
        return record.mdr.destination_country_iso2 === 'US';
      },
    ),
    nothing('powerpack_id', { powerpackId: '00000000-0000-4000-8000-000000000000' }),
    nothing('subaccount', { subaccount: 'SAXXXXXXXXXXXXXXXXXX' }),
    nothing('tendlc_campaign_id', { tendlcCampaignId: 'CNOBODY' }),
    nothing('tendlc_registration_status', { tendlcRegistrationStatus: 'no_such_status' }),
    nothing('conversation_id', { conversationId: 'nobody' }),
    nothing('conversation_origin', { conversationOrigin: 'marketing' }),
  ];
}
