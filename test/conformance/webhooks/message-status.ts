import { parseStatusCallback } from '@herald/delivery';

import { NUMBERS } from '../context';
import { type KindCheck, METHODS } from './kind-check';

/** As the reference lists them; the WhatsApp ones and RequesterIP's other spelling aside. */
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
const STATES = [
  ['queued', []],
  ['sent', ['SentTime']],
  ['delivered', ['SentTime', 'DeliveryReportTime']],
] as const;

export async function checkMessageStatus(check: KindCheck): Promise<void> {
  const { sdk } = check.context;
  const [src] = NUMBERS.longCodes;
  for (const method of METHODS) {
    const options = { url: check.urlOf('status'), method };
    const { messageUuid } = (await sdk.messages.create(src, NUMBERS.recipient, 'Hello', options)) as {
      messageUuid: string[];
    };
    for (const [state, times] of STATES) {
      const told = await check.expect(state, {
        door: 'status',
        method,
        fields: [...FIELDS, ...times],
        read: ({ form }) => {
          const callback = parseStatusCallback(form);
          return callback?.facts.state === state && callback.facts.messageUuid === messageUuid[0]
            ? callback
            : undefined;
        },
      });
      if (told === undefined) continue;
      if (told.to !== NUMBERS.recipient) check.problem(`${state} by ${method} is about another number`);
      if (told.facts.units !== 1) check.problem(`${state} by ${method} tells other units`);
    }
  }
}
