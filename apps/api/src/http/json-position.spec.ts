import { jsonFaultPosition } from './json-position';

describe('jsonFaultPosition', () => {
  it.each([
    ['{"a": 1,}', 8],
    ['{"a": abc}', 6],
    ['not json', 1],
    ['{"a"', 4],
    ['{"a":"x\\q"}', 8],
    ['{"a":1}}', 7],
    ['[1, 2', 5],
  ])('finds where %j stops being JSON', (text, offset) => {
    expect(jsonFaultPosition(text).offset).toBe(offset);
  });

  it('counts lines and columns from one', () => {
    expect(jsonFaultPosition('{\n  "name": "x",\n  "type" "sms"\n}')).toEqual({ offset: 26, line: 3, column: 10 });
  });
});
