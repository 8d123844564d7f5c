import fc from 'fast-check';
import { fill, fillAll, parametersIn, parametersOf } from './parameters';

describe('parameters', () => {
  it('are named once, in the order they come in', () => {
    expect(parametersOf('{{ b }} and {{a}}, {{b}}')).toEqual(['b', 'a']);
  });

  it('are found in every text of a value, and nowhere else', () => {
    const value = { a: ['{{x}}', { b: 'is {{ y }}' }], '{{key}}': 1, none: null };
    expect(parametersIn(value)).toEqual(['x', 'y']);
    expect(fillAll(value, (name) => name.toUpperCase())).toEqual({ a: ['X', { b: 'is Y' }], '{{key}}': 1, none: null });
  });

  it('never look at what a value says, whatever it says', () => {
    const piece = fc.oneof(fc.constant('{{a}}'), fc.constant('{{b}}'), fc.stringMatching(/^[^{}]{0,8}$/));
    fc.assert(
      fc.property(fc.array(piece), fc.string(), fc.string(), (pieces, a, b) => {
        const expected = pieces.map((each) => (each === '{{a}}' ? a : each === '{{b}}' ? b : each)).join('');
        expect(fill(pieces.join(''), (name) => (name === 'a' ? a : b))).toBe(expected);
      }),
    );
  });
});
