import fc from 'fast-check';
import { parse } from 'node:querystring';
import { type Form, formOf, parseForm } from './form';
import { FormReader } from './form-reader';

const keys = fc.constantFrom('To', 'Status', 'status', 'A', 'B', 'a b', '1', '', 'é', '__proto__');
const values = fc.oneof(
  fc.constantFrom('', 'x', '12:00', 'a=b', '100%', '%zz', '%41', '+', '1 of 1', 'é', '漢', '%C3%A9'),
  fc.string(),
);
/** As a browser writes them, as they are, and broken. */
const texts = fc
  .tuple(fc.array(fc.tuple(keys, values), { maxLength: 6 }), fc.boolean(), fc.constantFrom('', '&', '&&', '=', '&A'))
  .map(([pairs, encoded, tail]) => {
    const body = encoded
      ? new URLSearchParams(pairs).toString()
      : pairs.map(([key, value]) => `${key}=${value}`).join('&');
    return body + tail;
  });

const pairsOf = ({ keys: names, values: told, sorted }: Form) => ({
  pairs: names.map((key, at) => [key, told[at]]),
  sorted: sorted.map((at) => [names[at], told[at]]),
});

describe('FormReader', () => {
  it('reads any text as Node’s parser does, whatever it has learnt before', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 12 }), (all) => {
        const reader = new FormReader();
        for (const text of [...all, ...all]) {
          const form = reader.read(text);
          expect(pairsOf(form)).toEqual(pairsOf(formOf(parse(text))));
          reader.learn(form);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows the layout of a form it has learnt, and no other', () => {
    const reader = new FormReader();
    const first = reader.read('To=1&Status=sent');
    expect(reader.read('To=2&Status=sent').keys).not.toBe(first.keys);
    reader.learn(first);
    expect(reader.read('To=3&Status=a+b%21')).toEqual({ keys: first.keys, values: ['3', 'a b!'], sorted: [1, 0] });
    expect(reader.read('To=3&Status=a+b%21').keys).toBe(first.keys);
    for (const other of ['Status=sent&To=1', 'To=3&Status=sent&', 'To=3', 'To=3&Status=é', 'to=3&Status=sent']) {
      expect(reader.read(other).keys).not.toBe(first.keys);
    }
  });

  it('keeps the newest layouts, however many it is shown', () => {
    const reader = new FormReader();
    const shown = Array.from({ length: 20 }, (_, at) => parseForm(`Key${at}=1`));
    for (const form of shown) reader.learn(form);
    expect(reader.read('Key19=2').keys).toBe(shown[19]?.keys);
    expect(reader.read('Key0=2').keys).not.toBe(shown[0]?.keys);
  });
});

describe('parseForm', () => {
  it('sorts repeated keys by their values, and keys by their characters', () => {
    expect(pairsOf(parseForm('b=2&a=x&b=1&B=0')).sorted).toEqual([
      ['B', '0'],
      ['a', 'x'],
      ['b', '1'],
      ['b', '2'],
    ]);
  });
});
