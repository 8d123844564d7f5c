import { z } from 'zod';
import { describeIssues } from './describe-issues';

const schema = z.strictObject({
  name: z.string().min(1),
  filter: z.strictObject({ states: z.array(z.enum(['sent', 'failed'])) }).optional(),
  password: z.string().min(12).optional(),
});

function describeOf(value: unknown) {
  return describeIssues(schema.safeParse(value).error?.issues ?? [], value);
}

describe('describeIssues', () => {
  it('points at the field, however deep', () => {
    expect(describeOf({ name: 'x', filter: { states: ['sent', 'lost'] } })).toEqual([
      { field: 'filter.states[1]', message: 'expected one of "sent"|"failed"; given: "lost"' },
    ]);
  });

  it('gives every unknown field an entry of its own', () => {
    expect(describeOf({ name: 'x', a: 1, filter: { states: [], b: 2 } })).toEqual([
      { field: 'filter.b', message: 'is not a known field' },
      { field: 'a', message: 'is not a known field' },
    ]);
  });

  it('never repeats what may be a secret', () => {
    expect(JSON.stringify(describeOf({ name: 'x', password: 'hunter2' }))).not.toContain('hunter2');
  });

  it('shows long values only in part', () => {
    const [detail] = describeOf({ name: { text: 'x'.repeat(10_000) } });
    expect(detail?.message.length).toBeLessThan(200);
  });

  it('stops at a hundred details', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    expect(describeOf({ name: 'x', ...many })).toHaveLength(100);
  });
});
