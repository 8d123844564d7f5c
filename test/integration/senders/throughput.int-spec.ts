import { type Numbers, setUpNumbers } from './numbers-setup';

const NUMBER = '14155550100';
const TOLL_FREE = '18885550100';

/** A brand, its 10DLC campaign and a linked number, as registration leaves them. */
async function register({ database }: Numbers, over: { metadata?: object | null; score?: number | null } = {}) {
  const { metadata = { 'at&t': { tpm: '600' }, 'T-Mobile': { brand_tier: 'TOP' } }, score = 80 } = over;
  await database.query(
    `WITH b AS (
       INSERT INTO brands (brand_id, vetting_score, state, created_at, state_at) VALUES ('BACME', $1, 'registered', now(), now()) RETURNING id
     ), c AS (
       INSERT INTO tendlc_campaigns (brand, campaign_id, details, mno_metadata, state, created_at, state_at)
       SELECT id, 'CACME', '{"usecase": "MIXED"}', $2, 'registered', now(), now() FROM b RETURNING id
     )
     INSERT INTO number_links (campaign, number, direction, state, created_at, state_at)
     SELECT id, $3, 'link', 'success', now(), now() FROM c`,
    [score, metadata === null ? null : JSON.stringify(metadata), NUMBER],
  );
}

describe('throughput', () => {
  let herald: Numbers;
  beforeEach(async () => {
    herald = await setUpNumbers();
  });
  afterEach(() => herald.close());

  const derived = async () => {
    const lanes = await herald.lanes.list();
    const own = lanes.filter(({ source }) => source.startsWith('derived: '));
    return own.map(({ kind, key, channel, amount, windowMs, brand }) => [kind, key, channel, amount, windowMs, brand]);
  };
  const rate = async (sender: string, country: string) => (await herald.lanes.book()).senderRate(sender, country);

  it('follows what carriers allow a linked number, its brand and its day, and ends with the link', async () => {
    await register(herald);
    await herald.throughput.tick();
    expect(await derived()).toEqual([
      ['brand', 'BACME', 'sms', 600, 60_000, null],
      ['daily_cap', 'BACME', 'any', 200_000, 86_400_000, null],
      ['sender', `${NUMBER}/US`, 'sms', 600, 60_000, 'BACME'],
    ]);
    expect(await rate(NUMBER, 'US')).toBe(10);
    expect(await rate(NUMBER, 'CA')).toBe(0.25);
    expect(await herald.directory.get(NUMBER)).toMatchObject({ type: 'number', source: 'provider' });
    const before = await herald.lanes.list();
    await herald.throughput.derive();
    expect(await herald.lanes.list()).toEqual(before);
    await herald.database.query(`UPDATE number_links SET direction = 'unlink', state = 'success'`);
    await herald.throughput.derive();
    expect((await derived()).map(([kind]) => kind)).toEqual(['brand', 'daily_cap']);
  });

  it('follows the brand’s score where the carriers say nothing, and an operator who corrects a tier', async () => {
    await register(herald, { metadata: null });
    await herald.throughput.derive();
    expect(await rate(NUMBER, 'US')).toBe(75);
    const tier = (await herald.lanes.list()).find(({ kind, key }) => kind === 'brand' && key === 'tier:75-100');
    await herald.lanes.set(tier?.id ?? 0, { amount: 3_000, source: 'operator' });
    await herald.throughput.derive();
    expect(await rate(NUMBER, 'US')).toBe(50);
  });

  it('leaves a row that an operator set as it is, whatever is registered later or no more', async () => {
    await register(herald);
    await herald.throughput.derive();
    const own = (await herald.lanes.list()).find(({ key }) => key === `${NUMBER}/US`);
    await herald.lanes.set(own?.id ?? 0, { amount: 60, source: 'agreed with the provider' });
    await herald.database.query(`UPDATE tendlc_campaigns SET mno_metadata = '{"AT&T": {"tpm": 4500}}'`);
    await herald.throughput.derive();
    expect(await rate(NUMBER, 'US')).toBe(1);
    await herald.database.query(`UPDATE number_links SET direction = 'unlink', state = 'success'`);
    await herald.throughput.derive();
    expect(await rate(NUMBER, 'US')).toBe(1);
    await herald.lanes.create(
      { kind: 'sender', key: TOLL_FREE, channel: 'sms' },
      { amount: 3, windowMs: 1_000, brand: null, source: 'operator' },
    );
    await verify();
    await herald.throughput.derive();
    expect(await rate(TOLL_FREE, 'US')).toBe(3);
  });

  const verify = async () => {
    await herald.directory.register({ sender: TOLL_FREE, mms: true });
    await herald.database.query(
      `INSERT INTO tollfree_verifications (uuid, number, profile_uuid, usecase, usecase_summary, message_sample, optin_image_url,
         optin_type, volume, state, state_at, created_at)
       VALUES ('u', $1, 'p', '{2FA}', 's', 'm', '{}', 'WEB_FORM', '100', 'approved', now(), now())`,
      [TOLL_FREE],
    );
  };

  it('keeps a hold when what was held may send nothing any more', async () => {
    await verify();
    await herald.throughput.derive();
    expect(await rate(TOLL_FREE, 'US')).toBe(25);
    await herald.lanes.hold('sender', TOLL_FREE, { code: 'operator', message: 'asked by the carrier' }, 'operator');
    await herald.database.query(`UPDATE tollfree_verifications SET state = 'rejected'`);
    await herald.throughput.derive();
    expect(await derived()).toEqual([]);
    expect((await herald.lanes.book()).heldBy({ sender: TOLL_FREE, country: 'US' })?.hold.message).toBe(
      'asked by the carrier',
    );
  });

  it('of a Powerpack is what its pool can do together', async () => {
    await register(herald);
    await verify();
    const { uuid } = await herald.powerpacks.create({ name: 'both' });
    await herald.powerpacks.add(uuid, NUMBER, 'sms');
    await herald.powerpacks.add(uuid, TOLL_FREE, 'sms');
    await herald.throughput.tick();
    const lane = (await herald.lanes.list()).find(({ key, channel }) => key === `${uuid}/US` && channel === 'sms');
    // 600 a minute and 25 a second.
    expect(lane).toMatchObject({ amount: 2_100, windowMs: 60_000, brand: 'BACME' });
    expect(lane?.source).toContain('its pool: 1 long codes (1 registered for the United States), 1 verified toll-free');
    await herald.powerpacks.take(uuid, TOLL_FREE, false);
    await herald.throughput.tick();
    expect(await rate(uuid, 'US')).toBe(10);
  });

  it('is derived by one worker of many at a time', async () => {
    await register(herald);
    await Promise.all([1, 2, 3, 4].map(() => herald.throughput.tick()));
    expect((await derived()).length).toBe(3);
    expect((await herald.lanes.list()).filter(({ key, version }) => key === 'BACME' && version > 1)).toEqual([]);
  });
});
