import { Timetable } from './timetable';

describe('a timetable', () => {
  it('gives out what is due, the earliest first, once', () => {
    const table = new Timetable();
    table.set('b', 20);
    table.set('a', 10);
    table.set('c', 30);
    expect(table.nextAt).toBe(10);
    expect(table.take(5)).toEqual([]);
    expect(table.take(20)).toEqual(['a', 'b']);
    expect(table.nextAt).toBe(30);
    expect(table.take(20)).toEqual([]);
  });

  it('knows one moment a thing', () => {
    const table = new Timetable();
    table.set('a', 10);
    table.set('a', 40);
    expect(table.nextAt).toBe(40);
    table.delete('a');
    expect(table.nextAt).toBe(Infinity);
  });
});
