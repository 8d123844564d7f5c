import { parseStatusCallback } from '@herald/delivery';

import { NUMBERS } from '../context';
import { type KindCheck, METHODS } from './kind-check';

/** As the reference lists them for every message. */
const FIELDS = [
  'MessageUUID',
  'To',
  'From',
  'Type',
  'Status',
  'Units',
  'TotalRate',
  'TotalAmount',
  'MCC',
  'MNC',
  'ErrorCode',
  'ParentMessageUUID',
  'PartInfo',
  'Sequence',
  'MessageTime',
  'QueuedTime',
  'RequesterIP',
  'PowerpackUUID',
];
const SMS: Case = {
  type: 'sms',
  states: [
    ['queued', []],
    ['sent', ['SentTime']],
    ['delivered', ['SentTime', 'DeliveryReportTime']],
  ],
};
const CONVERSATION = ['ConversationID', 'ConversationOrigin', 'ConversationExpirationTimestamp'];
const WHATSAPP: Case = { type: 'whatsapp', states: [['read', ['SentTime', 'DeliveryReportTime', ...CONVERSATION]]] };

interface Case {
  readonly type: 'sms' | 'whatsapp';
  /** Each status that must come, and what it has besides. */
  readonly states: readonly (readonly [string, readonly string[]])[];
}

export async function checkMessageStatus(check: KindCheck): Promise<void> {
  const { sdk } = check.context;
  const [src] = NUMBERS.longCodes;
  for (const method of METHODS) {
    for (const { type, states } of [SMS, WHATSAPP]) {
      const options = { type, url: check.urlOf('status'), method };
      const sent = (await sdk.messages.create(src, NUMBERS.recipient, 'Hello', options)) as { messageUuid: string[] };
      for (const [state, more] of states) {
        const what = `${state} ${type}`;
        const told = await check.expect(what, {
          door: 'status',
          method,
          fields: [...FIELDS, ...more],
          read: ({ form }) => {
            const callback = parseStatusCallback(form);
            const { state: is, messageUuid } = callback?.facts ?? {};
            return is === state && messageUuid === sent.messageUuid[0] ? callback : undefined;
          },
        });
        if (told === undefined) continue;
        if (told.to !== NUMBERS.recipient) check.problem(`${what} by ${method} is about another number`);
        if (told.facts.units !== 1) check.problem(`${what} by ${method} tells other units`);
      }
    }
  }
}
