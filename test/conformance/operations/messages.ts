import { deadlineIn } from '@herald/provider';

import { type Context, NUMBERS } from '../context';
import { messageFilters } from './message-filters';
import { PIXEL } from './media';

/** As they are after a message's last status. */
const FINAL = ['delivered', 'undelivered', 'failed'];

export async function checkMessages(context: Context): Promise<void> {
  const { check, sdk, herald, settled } = context;
  const [src] = NUMBERS.longCodes;
  const dst = `${NUMBERS.recipient}<122`;
  const sent: string[] = [];
  await check('messages.send', {
    makes: true,
    sdk: [
      {
        name: 'messages.create',
        call: async () => {
          const answer = (await sdk.messages.create(src, dst, 'Hello', { type: 'sms', log: 'true' })) as {
            messageUuid: string[];
          };
          sent.push(...answer.messageUuid);
          return answer;
        },
      },
    ],
    herald: async () => {
      const outcome = await herald.messages.sendMessage(
        {
          from: { src },
          destinations: dst.split('<'),
          text: 'Hello',
          type: 'sms',
          callbackUrl: 'http://127.0.0.1:9/nobody',
          log: 'true',
          trackable: false,
        },
        deadlineIn(5_000, Date.now()),
      );
      if (outcome.kind !== 'accepted') throw new Error(`the send was ${outcome.kind}`);
      sent.push(...outcome.messageUuids);
      const { apiId, messageUuids, invalidNumbers } = outcome;
      return { api_id: apiId, message_uuid: messageUuids, invalid_number: invalidNumbers };
    },
    // It keeps no text that only says that all went well.
    part: (answer) => ({ ...answer, message: null }),
  });
  const uuid = sent.at(-1) ?? '';
  await settled('the messages to be final', async () => {
    const { records } = await herald.messages.listMessages({});
    return records.length > 0 && records.every(({ state }) => FINAL.includes(state));
  });
  await check('messages.get', {
    sdk: [{ name: 'messages.get', call: () => sdk.messages.get(uuid) }],
    herald: async () => (await herald.messages.getMessage(uuid))?.mdr,
  });
  const query = { message_direction: 'outbound', message_state: 'delivered', limit: 2 };
  await check('messages.list', {
    sdk: [{ name: 'messages.list', call: () => sdk.messages.list({ ...query }) }],
    herald: async () =>
      (await herald.messages.listMessages({ state: 'delivered', limit: 2 })).records.map(({ mdr }) => mdr),
    part: ({ objects }) => objects,
    filters: messageFilters(context),
  });
  const mms = await sentMms(context);
  await check('messages.media', {
    sdk: [{ name: 'messages.listMedia', call: () => sdk.messages.listMedia(mms) }],
    herald: () => herald.messages.listMessageMedia(mms),
  });
}

/** A message with a file that was uploaded before. @returns its UUID */
async function sentMms({ sdk, herald }: Context): Promise<string> {
  const upload = await herald.media.upload([{ name: 'sent.png', contentType: 'image/png', bytes: PIXEL }]);
  const options = { type: 'mms', media_urls: [upload.objects[0]?.media_url] };
  const [src] = NUMBERS.longCodes;
  const answer = (await sdk.messages.create(src, NUMBERS.recipient, 'Look', options)) as { messageUuid: string[] };
  return answer.messageUuid[0] ?? '';
}
