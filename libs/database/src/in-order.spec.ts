import type { Sql } from './database';
import { inOrder } from './in-order';

describe('statements in order', () => {
  /** Answers later; fails what is called `bad`. */
  function recorded(): { readonly sql: Sql; readonly log: string[] } {
    const log: string[] = [];
    const sql: Sql = {
      query: async (text) => {
        log.push(`> ${text}`);
        await new Promise(setImmediate);
        if (text === 'bad') throw new Error('bad statement');
        log.push(`< ${text}`);
        return { rows: [], count: 0 };
      },
    };
    return { sql, log };
  }

  it('sends one only when the one before is answered', async () => {
    const { sql, log } = recorded();
    const ordered = inOrder(sql);
    await Promise.all([ordered.query('a'), ordered.query('b')]);
    expect(log).toEqual(['> a', '< a', '> b', '< b']);
  });

  it('sends none after one that failed', async () => {
    const { sql, log } = recorded();
    const ordered = inOrder(sql);
    const [first, second] = await Promise.allSettled([ordered.query('bad'), ordered.query('b')]);
    expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
    expect(log).toEqual(['> bad']);
  });
});
