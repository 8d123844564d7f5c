import { poolUuidOf } from '@herald/provider';
import { type Numbers, problemOf, setUpNumbers } from './numbers-setup';

const PRIORITY = { priority1: 'longcode', priority2: 'tollfree', priority3: 'shortcode' };

describe('Powerpacks', () => {
  let herald: Numbers;
  beforeAll(async () => {
    herald = await setUpNumbers();
  });
  afterAll(() => herald.close());

  const scopesOf = async (uuid: string) => {
    const { rows } = await herald.database.query<{ key: string }>(
      `SELECT key FROM sender_scopes WHERE sender = $1 AND scope = 'number' ORDER BY key`,
      [uuid],
    );
    return rows.map(({ key }) => key);
  };

  it('are made, edited and deleted at the provider, and kept as it shows them', async () => {
    const made = await herald.powerpacks.create({
      name: 'spring',
      sticky_sender: false,
      number_priority: [{ country_iso: 'US', service_type: 'SMS', priority: PRIORITY }],
    });
    expect(made).toMatchObject({
      name: 'spring',
      sticky_sender: false,
      local_connect: true,
      pool: [],
      state: 'active',
    });
    expect(made.number_priority).toContainEqual({ country_iso: 'US', service_type: 'SMS', priority: PRIORITY });
    const edited = await herald.powerpacks.update(made.uuid, made.version, { name: 'summer', local_connect: false });
    expect(edited).toMatchObject({
      name: 'summer',
      sticky_sender: false,
      local_connect: false,
      version: made.version + 1,
    });
    expect(await herald.provider.powerpacks.get(made.uuid)).toMatchObject({ name: 'summer', local_connect: false });
    expect(await herald.directory.get(made.uuid)).toMatchObject({ type: 'powerpack', state: 'active' });
    await herald.powerpacks.remove(made.uuid, edited.version, false);
    expect(await herald.provider.powerpacks.get(made.uuid)).toBeUndefined();
    expect(await herald.directory.get(made.uuid)).toMatchObject({ state: 'gone' });
    expect(await problemOf(herald.powerpacks.add(made.uuid, '14155550100', 'sms'))).toMatchObject({
      code: 'powerpack_gone',
    });
  });

  it('get numbers and toll-free numbers, and lose them; an opt-out to one of them is one to the Powerpack', async () => {
    const { uuid } = await herald.powerpacks.create({ name: 'pool' });
    await herald.powerpacks.add(uuid, '+1 (415) 555-0100', 'mms');
    await herald.powerpacks.add(uuid, '12125550102', 'sms');
    const full = await herald.powerpacks.add(uuid, '18885550100', 'sms');
    expect(full.pool.map(({ sender, type, country, mms }) => [sender, type, country, mms])).toEqual([
      ['12125550102', 'number', 'US', false],
      ['14155550100', 'number', 'US', true],
      ['18885550100', 'toll_free', 'US', false],
    ]);
    expect(await scopesOf(uuid)).toEqual(['12125550102', '14155550100', '18885550100']);
    expect(await herald.directory.get('14155550100')).toMatchObject({
      source: 'provider',
      mms: true,
      powerpacks: [uuid],
    });
    await herald.powerpacks.take(uuid, '18885550100', false);
    const left = await herald.powerpacks.take(uuid, '12125550102', true);
    expect(left.pool.map(({ sender }) => sender)).toEqual(['14155550100']);
    expect(await scopesOf(uuid)).toEqual(['14155550100']);
    expect(await herald.directory.get('12125550102')).toMatchObject({ state: 'gone' });
    expect(await herald.directory.get('18885550100')).toMatchObject({ state: 'active' });
    const pool = poolUuidOf((await herald.provider.powerpacks.get(uuid)) ?? { number_pool: '' }) ?? '';
    expect((await herald.provider.pools.listNumbers(pool)).objects).toHaveLength(1);
  });

  it('that were made or changed elsewhere are taken over by a sync, and so is their end', async () => {
    const { uuid, number_pool } = await herald.provider.powerpacks.create({ name: 'made at the console' });
    const pool = poolUuidOf({ number_pool }) ?? '';
    await herald.provider.pools.addNumber(pool, '14155550101', { service: 'sms' });
    await herald.powerpackSync.tick();
    expect(await herald.powerpacks.get(uuid)).toMatchObject({
      name: 'made at the console',
      pool: [{ sender: '14155550101' }],
    });
    expect(await scopesOf(uuid)).toEqual(['14155550101']);
    await herald.provider.powerpacks.update(uuid, { name: 'renamed' });
    await herald.provider.pools.removeNumber(pool, '14155550101');
    await herald.powerpackSync.all();
    expect(await herald.powerpacks.get(uuid)).toMatchObject({ name: 'renamed', pool: [] });
    await herald.provider.powerpacks.delete(uuid);
    await herald.powerpackSync.all();
    expect(await herald.powerpacks.get(uuid)).toMatchObject({ state: 'gone' });
    expect((await herald.powerpacks.list()).map((each) => each.uuid)).not.toContain(uuid);
  });

  it('stay at one version while nothing changes, however often they are looked at', async () => {
    const { uuid, version } = await herald.powerpacks.create({ name: 'still' });
    await herald.powerpackSync.all();
    await herald.powerpackSync.all();
    expect((await herald.powerpacks.get(uuid)).version).toBe(version);
  });

  it('are written by whoever read them last, when two look at once', async () => {
    const { uuid } = await herald.powerpacks.create({ name: 'raced' });
    await herald.database.query(
      `UPDATE powerpacks SET name = 'read later', synced_at = now() + interval '1 minute' WHERE uuid = $1`,
      [uuid],
    );
    await herald.powerpackSync.one(uuid);
    expect((await herald.powerpacks.get(uuid)).name).toBe('read later');
    await herald.database.query(`UPDATE powerpacks SET synced_at = now() - interval '1 second' WHERE uuid = $1`, [
      uuid,
    ]);
    await herald.powerpackSync.one(uuid);
    expect((await herald.powerpacks.get(uuid)).name).toBe('raced');
  });

  describe('refuse, before the provider is asked,', () => {
    let uuid: string;
    let asked: number;
    const requests = async (): Promise<number> => {
      const stats = await fetch(`${herald.simulator.url}/_sim/stats`);
      const counts = ((await stats.json()) as { requests: Record<string, number> }).requests;
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    };
    beforeAll(async () => {
      ({ uuid } = await herald.powerpacks.create({ name: 'full' }));
      await herald.powerpacks.add(uuid, '18885550101', 'sms');
      asked = await requests();
      expect(asked).toBeGreaterThan(0);
    });
    const refusal = (code: string, message: string, kind = 'conflict') => ({
      kind,
      code,
      message: expect.stringContaining(message) as string,
    });

    it('a name that another one has', async () => {
      const again = problemOf(herald.powerpacks.create({ name: 'full' }));
      expect(await again).toEqual(
        refusal('powerpack_name_taken', 'is called so already, and names are unique: give another'),
      );
    });

    it('what the reference says is wrong, all of it at once', async () => {
      const wrong = herald.powerpacks.create({
        name: ' ',
        application_id: '123',
        number_priority: [{ country_iso: 'DE', service_type: 'SMS', priority: PRIORITY }],
      });
      const message =
        'name must have 1 to 200 characters; application_type is missing: with an application_id give xml or phlo; ' +
        'number_priority.0.country_iso is "DE": give US or CA.';
      expect(await problemOf(wrong)).toEqual(refusal('powerpack_invalid', message, 'invalid'));
      const typed = problemOf(herald.powerpacks.update(uuid, undefined, { application_type: 'xml' }));
      expect(await typed).toEqual(refusal('powerpack_invalid', 'application_id is missing', 'invalid'));
    });

    it.each([
      ['12345', 'conflict', 'shortcode_not_addable', 'put into a pool by the provider, on request'],
      ['ACME', 'invalid', 'pool_number_invalid', 'must be a long code or a toll-free number'],
      ['18885550101', 'conflict', 'pool_member_exists', 'is in this pool already'],
      ['18885550100', 'conflict', 'pool_tollfree_taken', 'A pool holds one toll-free number, and this one has it'],
    ])('to put %s into a pool', async (number, kind, code, message) => {
      expect(await problemOf(herald.powerpacks.add(uuid, number, 'sms'))).toEqual(refusal(code, message, kind));
    });

    it('a number that an operator says cannot, or must not, send so', async () => {
      await herald.directory.register({ sender: '14155550107', country: 'US', mms: false });
      const mms = problemOf(herald.powerpacks.add(uuid, '14155550107', 'mms'));
      expect(await mms).toEqual(refusal('sender_incapable', 'registered as one that cannot send MMS'));
      await herald.directory.update('14155550107', undefined, { state: 'disabled' });
      const off = problemOf(herald.powerpacks.add(uuid, '14155550107', 'sms'));
      expect(await off).toEqual(refusal('sender_disabled', 'took this number out of use: enable it first'));
    });

    it('to take out what is not in the pool', async () => {
      const strange = problemOf(herald.powerpacks.take(uuid, '14155550100', false));
      expect(await strange).toEqual(refusal('pool_member_not_found', 'is not in this pool', 'not_found'));
    });

    it('an old version, and a Powerpack nobody knows', async () => {
      const old = problemOf(herald.powerpacks.update(uuid, 99, { name: 'x' }));
      expect(await old).toEqual(refusal('version_mismatch', 'you have 99: read it again', 'precondition_failed'));
      const unknown = problemOf(herald.powerpacks.get('00000000-0000-4000-8000-000000000000'));
      expect(await unknown).toEqual(refusal('powerpack_not_found', 'senders sync asks the provider', 'not_found'));
    });

    it('to delete one that campaigns are sent through', async () => {
      const { rows } = await herald.database.query<{ id: number }>(
        `WITH l AS (INSERT INTO lists (name) VALUES ('all') RETURNING id)
         INSERT INTO campaigns (name, list_id, state, powerpack_uuid, text, encoding, units_per_message, created_at)
         SELECT 'c', id, 'running', $1, 'hi', 'gsm7', 1, now() FROM l RETURNING id`,
        [uuid],
      );
      const used = problemOf(herald.powerpacks.remove(uuid, undefined, false));
      expect(await used).toEqual(refusal('powerpack_in_use', `Campaigns ${rows[0]?.id ?? 0} are sent through it`));
    });

    afterAll(async () => {
      expect(await requests()).toBe(asked);
    });
  });

  it('tell what the provider said when it refuses', async () => {
    const { uuid } = await herald.powerpacks.create({ name: 'refused' });
    const strange = await problemOf(herald.powerpacks.add(uuid, '14155559999', 'sms'));
    expect(strange).toMatchObject({ kind: 'conflict', code: 'provider_refused' });
    expect(strange.message).toContain('The provider refused to put the number into the pool: the provider answered 4');
  });
});
