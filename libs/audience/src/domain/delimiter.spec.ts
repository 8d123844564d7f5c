import { chooseDelimiter, type Delimiter, DELIMITERS, separatorLine } from './delimiter';

const split = (text: string) =>
  new Map<Delimiter, string[][]>(
    DELIMITERS.map((delimiter) => [delimiter, text.split('\n').map((line) => line.split(delimiter))]),
  );

describe('chooseDelimiter', () => {
  it.each([
    ['name,phone\nAna,1\nBo,2', ','],
    ['name;phone\nAna, Ms;1\nBo, Mr;2', ';'],
    ['last, first;phone;city\nDoe;1;Austin\nRoe;2;Köln', ';'],
    ['name\tphone\nAna\t1', '\t'],
    ['name|phone\nAna|1', '|'],
    ['phone\n1\n2', ','],
  ])('reads %j', (text, delimiter) => {
    expect(chooseDelimiter(split(text))).toBe(delimiter);
  });
});

describe('separatorLine', () => {
  it('reads Excel’s hint', () => {
    expect(separatorLine('sep=;\r\nname;phone\r\n')).toBe(';');
    expect(separatorLine('\ufeff"sep=\t"\nname\tphone\n')).toBe('\t');
    expect(separatorLine('separator;phone\n')).toBeUndefined();
  });
});
