import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { safeCell, safeLine } from './safe-cell';

describe('safeCell', () => {
  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('makes %j harmless', (cell) => {
    expect(safeCell(cell).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves other cells as they are', () => {
    expect(safeCell('Zoë van der Berg')).toBe('Zoë van der Berg');
  });

  it('comes back whole from a CSV reader', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [read] = parse(safeLine(cells));
        expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
      }),
    );
  });
});
