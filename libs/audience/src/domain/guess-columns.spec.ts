import { type CellJudges, guessColumns, hasHeader } from './guess-columns';

const judges: CellJudges = {
  isPhone: (cell) => /^\+?\d{10,12}$/.test(cell),
  isCountry: (cell) => /^[A-Z]{2}$/.test(cell),
  isTimeZone: (cell) => cell.includes('/'),
};
const phone = (columns: string[], ...rows: string[][]) => guessColumns(columns, rows, judges).phone;

describe('guessColumns', () => {
  it('prefers a mobile to a telephone', () => {
    expect(phone(['Phone', 'Mobile'], ['4155550101', '4155550102'])).toBe(1);
  });

  it('prefers the column whose cells are numbers', () => {
    expect(phone(['Mobile', 'Phone'], ['yes', '4155550101'], ['no', '4155550102'])).toBe(1);
  });

  it('believes the name when all numbers are bad', () => {
    expect(phone(['Name', 'Mobile'], ['Ana', '123'], ['Bo', ''])).toBe(1);
  });

  it('finds the only column of numbers under any name', () => {
    expect(phone(['Name', 'Kontakt'], ['Ana', '4155550101'], ['Bo', '4155550102'])).toBe(1);
  });

  it('does not choose between two that look alike', () => {
    expect(phone(['A', 'B'], ['4155550101', '4155550102'])).toBeUndefined();
  });

  it('finds none where there is none', () => {
    expect(phone(['Name', 'Mail'], ['Ana', 'ana@example.com'])).toBeUndefined();
  });

  it('takes a country column only when it holds countries', () => {
    const columns = ['phone', 'country', 'time_zone'];
    expect(guessColumns(columns, [['1', 'US', 'Europe/Berlin']], judges)).toMatchObject({ country: 1, timeZone: 2 });
    expect(guessColumns(columns, [['1', 'blue', 'noon']], judges)).toMatchObject({
      country: undefined,
      timeZone: undefined,
    });
  });
});

describe('hasHeader', () => {
  it('is false when the first row has a number', () => {
    expect(hasHeader(['Ana', '+14155550101'], judges)).toBe(false);
    expect(hasHeader(['Name', 'Phone'], judges)).toBe(true);
  });
});
