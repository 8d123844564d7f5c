import { poolUuidOf } from '@herald/provider';
import { type Numbers, problemOf, setUpNumbers } from './numbers-setup';

describe('the numbers of a pool', () => {
  let herald: Numbers;
  beforeEach(async () => {
    herald = await setUpNumbers();
  });
  afterEach(() => herald.close());

  const scopesOf = async (uuid: string) => {
    const { rows } = await herald.database.query<{ key: string }>(
      `SELECT key FROM sender_scopes WHERE sender = $1 AND scope = 'number' ORDER BY key`,
      [uuid],
    );
    return rows.map(({ key }) => key);
  };

  it('whose answer to a change of the pool is lost ask for that number, and say what happened', async () => {
    const { uuid } = await herald.powerpacks.create({ name: 'lost answers' });
    const drop = (when: 'before' | 'after' | undefined): void => {
      const probability = (side: string) => ({ probability: when === side ? 1 : 0 });
      const faults = {
        resource_drop_before_accept: probability('before'),
        resource_drop_after_accept: probability('after'),
      };
      herald.simulator.setOptions({ faults });
    };
    drop('after');
    const senders = (members: readonly { readonly sender: string }[]) => members.map(({ sender }) => sender);
    expect(senders((await herald.powerpacks.add(uuid, '14155550100', 'sms')).pool)).toEqual(['14155550100']);
    expect(senders((await herald.powerpacks.add(uuid, '18885550101', 'sms')).pool)).toHaveLength(2);
    drop('before');
    const kept = await problemOf(herald.powerpacks.take(uuid, '14155550100', false));
    expect(kept).toMatchObject({ kind: 'unavailable', code: 'provider_no_answer' });
    expect(kept.message).toContain('Asked right after, it says: the number is in the pool.');
    const absent = await problemOf(herald.powerpacks.add(uuid, '12125550102', 'sms'));
    expect(absent.message).toContain('Asked right after, it says: the number is not in the pool.');
    drop('after');
    expect(senders((await herald.powerpacks.take(uuid, '14155550100', false)).pool)).toEqual(['18885550101']);
    expect((await herald.powerpacks.take(uuid, '18885550101', false)).pool).toEqual([]);
    drop(undefined);
  });

  it('are asked for one number of their pool: a long code, a toll-free number, a short code', async () => {
    const { uuid, number_pool: path } = await herald.provider.powerpacks.create({ name: 'looked into' });
    const pool = poolUuidOf({ number_pool: path }) ?? '';
    await herald.powerpackSync.one(uuid);
    await herald.provider.pools.addNumber(pool, '14155550101', { service: 'mms' });
    await herald.provider.pools.addTollfree(pool, '18885550101', { service: 'sms' });
    await herald.sim('POST', `/_sim/powerpacks/${uuid}/shortcodes`, { shortcode: '22222' });
    await herald.powerpacks.refresh(uuid, '+1 415 555 0101');
    await herald.powerpacks.refresh(uuid, '18885550101');
    const full = await herald.powerpacks.refresh(uuid, '22222');
    expect(full.pool.map(({ sender, type, mms }) => [sender, type, mms])).toEqual([
      ['14155550101', 'number', true],
      ['18885550101', 'toll_free', false],
      ['22222', 'short_code', false],
    ]);
    expect(await scopesOf(uuid)).toEqual(['14155550101', '18885550101', '22222']);
    await herald.provider.pools.removeTollfree(pool, '18885550101');
    expect(await problemOf(herald.powerpacks.refresh(uuid, '18885550101'))).toMatchObject({
      kind: 'not_found',
      code: 'pool_member_not_found',
    });
    expect(await scopesOf(uuid)).toEqual(['14155550101', '22222']);
    expect(await problemOf(herald.powerpacks.refresh(uuid, 'ACME'))).toMatchObject({ code: 'pool_number_invalid' });
  });

  it('take over nothing while too many ask, and count that as no failure', async () => {
    const { uuid: known } = await herald.powerpacks.create({ name: 'known already' });
    const { uuid } = await herald.provider.powerpacks.create({ name: 'throttled' });
    const turn = async () => {
      const { rows } = await herald.database.query<{ error: string | null; seconds: number }>(
        `SELECT error, extract(epoch FROM next_at - now())::float8 AS seconds FROM sender_syncs WHERE name = 'powerpacks'`,
      );
      return rows[0];
    };
    herald.simulator.setOptions({
      limits: { requests: 1, window_ms: 600_000 },
      unknowns: { throttle_retry_after_s: 40 },
    });
    await herald.database.query(`UPDATE sender_syncs SET next_at = '-infinity' WHERE name = 'powerpacks'`);
    await herald.powerpackSync.tick();
    expect(await turn()).toMatchObject({ error: null });
    expect((await turn())?.seconds).toBeGreaterThan(30);
    const asked = await problemOf(herald.powerpacks.refresh(known, '14155550100'));
    expect(asked).toMatchObject({ kind: 'unavailable', code: 'provider_unavailable' });
    herald.simulator.setOptions({ limits: { requests: null }, unknowns: { throttle_retry_after_s: null } });
    await herald.database.query(`UPDATE sender_syncs SET next_at = '-infinity' WHERE name = 'powerpacks'`);
    await herald.powerpackSync.tick();
    expect(await herald.powerpacks.get(uuid)).toMatchObject({ name: 'throttled', state: 'active' });
  });
});
