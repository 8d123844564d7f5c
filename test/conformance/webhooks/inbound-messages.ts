import { type InboundMessage, parseInboundMessage } from '@herald/provider';
import { isDeepStrictEqual } from 'node:util';

import { NUMBERS } from '../context';
import { type KindCheck, METHODS } from './kind-check';

const COMMON = ['MessageUUID', 'From', 'To', 'Type', 'Units', 'TotalRate', 'TotalAmount'];

interface Case {
  readonly what: string;
  /** To `POST /_sim/inbound`. */
  readonly injection: object;
  readonly fields: readonly string[];
  readonly expected: Partial<InboundMessage>;
}

const CASES: readonly Case[] = [
  {
    what: 'SMS',
    injection: { text: ' Two units or one? ' },
    fields: ['Text', 'MessageIntent', 'PowerpackUUID'],
    expected: { type: 'sms', text: ' Two units or one? ', intent: undefined, media: [] },
  },
  { what: 'opt-out', injection: { text: 'Stop' }, fields: [], expected: { text: 'Stop', intent: 'optout' } },
  { what: 'opt-in', injection: { text: 'START' }, fields: [], expected: { text: 'START', intent: 'optin' } },
  { what: 'help', injection: { text: 'help' }, fields: [], expected: { text: 'help', intent: 'help' } },
  {
    what: 'MMS',
    injection: { type: 'mms', text: 'Look', media: ['https://media.example/1.jpg', 'https://media.example/2.jpg'] },
    fields: ['Body', 'MediaCount', 'Media1', 'Media2', 'PowerpackUUID'],
    expected: { type: 'mms', text: 'Look', media: ['https://media.example/1.jpg', 'https://media.example/2.jpg'] },
  },
  {
    what: 'WhatsApp button',
    injection: { type: 'whatsapp', button: { Text: 'Yes', Payload: 'yes-1' }, context_id: 'b48d95dc' },
    fields: ['Body', 'ContentType', 'Button', 'Context'],
    expected: {
      type: 'whatsapp',
      button: { text: 'Yes', payload: 'yes-1' },
      repliesTo: 'b48d95dc',
      contentType: 'button',
    },
  },
];

export async function checkInboundMessages(check: KindCheck): Promise<void> {
  const { simulator, control } = check.context;
  const [to] = NUMBERS.longCodes;
  for (const method of METHODS) {
    simulator.setOptions({ account: { message_url: check.urlOf('inbound'), message_method: method } });
    for (const { what, injection, fields, expected } of CASES) {
      const from = NUMBERS.recipient;
      const { message_uuid: uuid } = (await control('POST', 'inbound', { from, to, ...injection })) as {
        message_uuid: string;
      };
      const message = await check.expect(what, {
        door: 'inbound',
        method,
        fields: [...COMMON, ...fields],
        read: ({ form }) => {
          const read = parseInboundMessage(form);
          return read?.messageUuid === uuid ? read : undefined;
        },
      });
      if (message === undefined) continue;
      for (const [name, value] of Object.entries({ from, to, ...expected })) {
        if (!isDeepStrictEqual(message[name as keyof InboundMessage], value)) {
          check.problem(`${what} by ${method} has another ${name}`);
        }
      }
    }
  }
}
