import { type AnswerSettings, decideAnswer } from './answer';
import type { InboundMeaning } from './inbound-message';

const settings: AnswerSettings = {
  mode: 'xml',
  texts: { opt_out: 'You are out.', opt_in: 'You are in.', help: 'Call us.' },
  providerAnswersFor: new Set(['72222']),
};
const message = { to: '14155550100', type: 'sms', text: 'revoke', intent: null } as const;

describe('decideAnswer', () => {
  it('answers what only Herald understood, in the words for it', () => {
    const kinds = (['opted_out', 'opted_in', 'help'] as const).map((meaning) =>
      decideAnswer(message, meaning, settings),
    );
    expect(kinds).toEqual([
      { kind: 'opt_out', via: 'xml', text: 'You are out.' },
      { kind: 'opt_in', via: 'xml', text: 'You are in.' },
      { kind: 'help', via: 'xml', text: 'Call us.' },
    ]);
  });

  it('says nothing to what means nothing, is looked at by a person, or when it was told to be silent', () => {
    const silent: [InboundMeaning, AnswerSettings][] = [
      ['none', settings],
      ['review', settings],
      ['opted_out', { ...settings, mode: 'off' }],
    ];
    expect(silent.map(([meaning, how]) => decideAnswer(message, meaning, how))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leaves to the provider what it has marked, whatever the text', () => {
    expect(decideAnswer({ ...message, intent: 'optout' }, 'opted_out', settings)).toBeUndefined();
    expect(decideAnswer({ ...message, to: '73333', intent: 'help' }, 'help', settings)).toBeUndefined();
  });

  it('leaves to the provider its own keywords on the numbers where they are on, also where it marks nothing', () => {
    const at = (to: string, text: string) => decideAnswer({ ...message, to, text }, 'opted_out', settings)?.kind;
    expect([at('14155550100', ' Stop\n'), at('18885550100', 'STOP ALL'), at('72222', 'stop')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([at('72222', 'revoke'), at('73333', 'stop'), at('4915123000000', 'stop')]).toEqual([
      'opt_out',
      'opt_out',
      'opt_out',
    ]);
  });

  it('answers WhatsApp by a message of its own: XML cannot, and the provider keeps no keywords there', () => {
    const answer = decideAnswer({ ...message, type: 'whatsapp', text: 'stop' }, 'opted_out', settings);
    expect(answer).toEqual({ kind: 'opt_out', via: 'send', text: 'You are out.' });
    expect(decideAnswer(message, 'help', { ...settings, mode: 'send' })?.via).toBe('send');
  });
});
