import fc from 'fast-check';

import { formEncode } from './form';

describe('a form body', () => {
  it('reads as the parameters that it was made of', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', 'a b', '+1', 'a&b=c', '2026-01-01 10:00:00.5'),
    );
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const params = Object.fromEntries(values.map((each, index) => [`Key${index}`, each]));
        expect(Object.fromEntries(new URLSearchParams(formEncode(params)))).toEqual(params);
      }),
    );
  });
});
