import fc from 'fast-check';

import { MANDATORY_OPT_OUTS } from './built-in-keywords';
import { BUILT_IN_BOOK, keywordBook } from './keyword-book';
import { matchReply, meaningOf } from './match-reply';

const NONE = { opt_out: [], opt_in: [], help: [], ignored: [] };
const read = (text: string): string => matchReply(text, BUILT_IN_BOOK);

describe('matchReply', () => {
  it.each([...MANDATORY_OPT_OUTS, 'revoke', 'optout'])('takes %p for an opt-out, however it is dressed', (keyword) => {
    for (const text of [
      keyword,
      keyword.toUpperCase(),
      ` ${keyword}. `,
      `"${keyword}"`,
      `${keyword}!!! 😡`,
      `Please ${keyword}`,
    ])
      expect(read(text)).toBe('opt_out');
    expect(read(`${keyword}. Thank you`)).toBe('opt_out');
    expect(read(`${keyword} ${keyword}`)).toBe('opt_out');
    expect(
      read(keyword.normalize('NFD').replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))),
    ).toBe('opt_out');
  });

  it.each(['nonstop', 'don’t stop', 'bus stop at 5?', 'weekend', 'I quit smoking', 'Can I cancel my appointment?'])(
    'does not take %p for one, nor bother a person with it',
    (text) => {
      expect(['none', ...(text.includes('quit') ? ['review'] : [])]).toContain(read(text));
    },
  );

  it.each(['stop?', 'yes stop', 'stop help', 'you need to stop this', '🛑', 'stpo'])(
    'leaves %p to a person',
    (text) => {
      expect(read(text)).toBe('review');
    },
  );

  it('takes START and its like for an opt-in, unless it asks', () => {
    for (const text of ['START', 'Yes please', 'unstop', 'GO!', 'resume']) expect(read(text)).toBe('opt_in');
    expect(read('yes?')).toBe('none');
    expect(read('no thanks yes')).not.toBe('opt_in');
  });

  it('opts nobody out whose words contain no keyword', () => {
    const word = fc.constantFrom('hello', 'nonstop', 'friday', 'please', 'thanks', 'tickets', '5', 'shop', 'the', 'me');
    fc.assert(fc.property(fc.array(word, { maxLength: 8 }), (words) => read(words.join(' ')) !== 'opt_out'));
  });

  it('hears a keyword through any mix of blanks, punctuation, emoji and case', () => {
    const noise = fc.array(fc.constantFrom(' ', '.', '!', '\n', '"', '…', '🙏', '\u200b', '-'), { maxLength: 6 });
    const keyword = fc.constantFrom('stop', 'StOp', 'UNSUBSCRIBE', 'Stop All', 'quit');
    fc.assert(
      fc.property(
        noise,
        keyword,
        noise,
        (before, text, after) => read(before.join('') + text + after.join('')) === 'opt_out',
      ),
    );
  });

  it('stays quick with the longest of texts', () => {
    expect(read('stop '.repeat(5_000))).toBe('review');
    expect(read('a'.repeat(100_000))).toBe('none');
  });
});

describe('a keyword table', () => {
  it('adds words, accents and all, and a sender’s own overrules what is said for all', () => {
    const all = { ...NONE, opt_out: ['Désinscrire'], opt_in: ['Hop'] };
    const own = { ...NONE, help: ['hop'] };
    const book = keywordBook([all, own]);
    expect(matchReply('desinscrire merci', book)).toBe('opt_out');
    expect(matchReply('HOP', book)).toBe('help');
    expect(read('hop')).toBe('none');
  });

  it('takes words out, but never the mandatory ones', () => {
    const book = keywordBook([{ ...NONE, ignored: ['yes', 'alto', 'stop', 'REVOKE'], opt_in: ['opt-out'] }]);
    expect(matchReply('Yes', book)).toBe('none');
    expect(matchReply('Alto', book)).toBe('none');
    expect(matchReply('Stop', book)).toBe('opt_out');
    expect(matchReply('Revoke', book)).toBe('opt_out');
    expect(matchReply('opt out', book)).toBe('opt_out');
  });
});

describe('meaningOf', () => {
  it('lets whoever hears an opt-out be right, and the provider decide the rest', () => {
    expect(meaningOf('none', 'optout')).toBe('opt_out');
    expect(meaningOf('opt_out', 'optin')).toBe('opt_out');
    expect(meaningOf('review', 'optin')).toBe('opt_in');
    expect(meaningOf('review', 'help')).toBe('review');
    expect(meaningOf('none', 'help')).toBe('help');
    expect(meaningOf('opt_in', null)).toBe('opt_in');
  });
});
