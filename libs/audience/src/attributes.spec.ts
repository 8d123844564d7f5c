import fc from 'fast-check';
import { AttributeText } from './attributes';
import type { ImportLayout } from './layout';

const layout = {
  columns: ['phone', 'First "Name"', 'City\\'],
  attribute_columns: ['First "Name"', 'City\\'],
} as unknown as ImportLayout;

function textOf(...cells: string[]): string {
  const pieces: string[] = [];
  new AttributeText(layout).append(cells, pieces);
  return pieces.join('');
}

/** What COPY makes of one field. */
const fromCopy = (text: string) =>
  text.replace(/\\(.)/g, (_, character: string) => ({ t: '\t', n: '\n', r: '\r' })[character] ?? character);

describe('AttributeText', () => {
  it('comes back whole through COPY and JSON', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 });
    const special = fc.stringMatching(/^[\\"\t\r\na{}:,]+$/);
    fc.assert(
      fc.property(fc.oneof(cell, special), fc.oneof(cell, special), (name, city) => {
        const text = textOf('1', name, city);
        expect(text).not.toMatch(/[\t\n\r]/);
        const withoutZero = (value: string) => value.replaceAll('\0', '');
        expect(JSON.parse(fromCopy(text))).toEqual({ 'First "Name"': withoutZero(name), 'City\\': withoutZero(city) });
      }),
    );
  });

  it('leaves out what is empty', () => {
    expect(textOf('1', '', 'Köln')).toBe('{"City\\\\\\\\":"Köln"}');
    expect(textOf('1', '', '')).toBe('\\N');
    expect(textOf('1')).toBe('\\N');
  });
});
