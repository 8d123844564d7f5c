import { csvLine } from './csv-line';

describe('csvLine', () => {
  it('leaves plain cells alone and ends with CRLF', () => {
    expect(csvLine(['14155550101', 'delivered', 0, null])).toBe('14155550101,delivered,0,\r\n');
  });

  it('quotes commas, quotes and newlines', () => {
    expect(csvLine(['a,b', 'say "no"', 'two\nlines'])).toBe('"a,b","say ""no""","two\nlines"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('makes %j harmless for spreadsheets', (cell) => {
    expect(csvLine([cell]).replaceAll('"', '')).toBe(`'${cell}\r\n`);
  });

  it('leaves negative numbers of our own making as they are', () => {
    expect(csvLine([-5])).toBe('-5\r\n');
  });
});
