import { Agenda } from './agenda';

describe('the agenda', () => {
  it('does things in the order of their times, never early, even those that a task adds', () => {
    const done: string[] = [];
    const agenda = new Agenda();
    agenda.add(100, () => done.push('late'));
    agenda.add(20, () => {
      done.push('early');
      agenda.add(30, () => done.push('added'));
    });
    expect(agenda.run(10, 100)).toBe(0);
    expect(agenda.nextAt).toBe(20);
    agenda.run(50, 100);
    expect(done).toEqual(['early', 'added']);
    expect(agenda.size).toBe(1);
    agenda.run(100, 100);
    expect(done).toEqual(['early', 'added', 'late']);
    expect(agenda.nextAt).toBeUndefined();
  });

  it('does no more than it is asked to at once, and nothing once it is cleared', () => {
    let done = 0;
    const agenda = new Agenda();
    for (let nth = 0; nth < 10; nth += 1) agenda.add(0, () => (done += 1));
    expect(agenda.run(1000, 4)).toBe(4);
    agenda.clear();
    agenda.run(1000, 100);
    expect(done).toBe(4);
  });
});
