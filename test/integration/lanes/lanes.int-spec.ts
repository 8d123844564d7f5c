import { DatabaseModule } from '@herald/database';
import { Lanes, LanesModule } from '@herald/lanes';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';

const NOW = new Date('2026-03-01T12:00:00Z');
const NO_CREDIT = { code: 'insufficient_credit', message: 'The account has no credit.' };

describe('lanes', () => {
  let testDatabase: TestDatabase;
  let modules: TestingModule[];
  let here: Lanes;
  let elsewhere: Lanes;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const imports = [
      ObservabilityModule.forRoot({
        logger: createLogger({ app: 'test', level: 'silent' }),
        clock: { now: () => NOW },
      }),
      DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 5 }),
      LanesModule,
    ];
    modules = await Promise.all([1, 2].map(() => Test.createTestingModule({ imports }).compile()));
    [here, elsewhere] = modules.map((module) => module.get(Lanes)) as [Lanes, Lanes];
  });
  afterAll(async () => {
    await Promise.all(modules.map((module) => module.close()));
    await testDatabase.drop();
  });

  const sender = { kind: 'sender', channel: 'sms' } as const;
  const perSecond = (amount: number) => ({ amount, windowMs: 1_000, brand: null, source: 'agreed' });

  it('starts with the provider’s published limits, each with its source', async () => {
    const book = await here.book();
    expect(book.requestsPerSecond()).toBe(60);
    expect(book.concurrency()).toBe(100);
    expect(book.accountRate()).toBe(5);
    expect(book.accountRate('mms')).toBe(0.25);
    expect(book.accountRate('whatsapp')).toBe(5);
    expect(book.senderRate('18005550100', 'US')).toBe(25);
    expect(book.senderRate('12345', 'US')).toBe(100);
    expect(book.senderRate('12345', 'CA')).toBe(10);
    expect(book.senderRate('14155550100', 'US')).toBe(4);
    expect(book.senderRate('4915112345678', 'DE')).toBe(0.25);
    expect(book.lanes.filter(({ source }) => source === '')).toEqual([]);
  });

  it('lets another process follow a change within two seconds', async () => {
    expect((await elsewhere.book()).senderRate('14155550111', 'US')).toBe(4);
    const lane = await here.create({ ...sender, key: '+1 415 555 0111' }, perSecond(11));
    const rate = async () => (await elsewhere.book()).senderRate('14155550111', 'US');
    await waitFor('the new lane', async () => (await rate()) === 11, 2_000);
    await here.set(lane.id, { amount: 12 }, lane.version);
    await waitFor('the new amount', async () => (await rate()) === 12, 2_000);
  });

  it('loses nobody’s change', async () => {
    const lane = await here.create({ ...sender, key: '14155550112' }, perSecond(1));
    const changed = await here.set(lane.id, { amount: 2 }, lane.version);
    await expect(elsewhere.set(lane.id, { amount: 3 }, lane.version)).rejects.toMatchObject({
      kind: 'precondition_failed',
      code: 'version_mismatch',
    });
    await expect(elsewhere.remove(lane.id, lane.version)).rejects.toMatchObject({ code: 'version_mismatch' });
    await elsewhere.remove(lane.id, changed.version);
    await expect(here.get(lane.id)).rejects.toMatchObject({ kind: 'not_found', code: 'lane_not_found' });
  });

  it('takes no second lane of a name, and says everything that is wrong with one', async () => {
    await here.create({ ...sender, key: '14155550113' }, perSecond(1));
    await expect(here.create({ ...sender, key: '+14155550113' }, perSecond(2))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'lane_exists',
    });
    const country = { kind: 'country', key: 'Germany', channel: 'any' } as const;
    const wrong = { amount: -1, windowMs: null, brand: 'BACME', source: 'test' };
    await expect(here.create(country, wrong)).rejects.toMatchObject({
      code: 'lane_invalid',
      details: [{ field: 'key' }, { field: 'amount' }, { field: 'window_ms' }, { field: 'brand' }],
    });
  });

  it('holds every channel of a lane once, and releases it', async () => {
    expect(await here.hold('account_messages', '', NO_CREDIT, 'worker')).toBe(true);
    expect(await elsewhere.hold('account_messages', '', { code: 'other', message: 'other' }, 'worker')).toBe(false);
    const passage = { sender: '14155550100', country: 'US' };
    const held = (await here.book()).heldBy({ ...passage, channel: 'mms' });
    expect(held?.hold).toEqual({ ...NO_CREDIT, by: 'worker', at: NOW.toISOString() });
    await here.release((await here.list()).find(({ kind }) => kind === 'account_messages')?.id ?? 0);
    expect((await here.book()).heldBy(passage)).toBeUndefined();
  });

  it('lets a person’s hold take over from Herald’s own, and neither Herald nor a second person from a person’s', async () => {
    const held = async () =>
      (await here.list()).filter(({ kind }) => kind === 'account_messages').map(({ hold }) => hold);
    expect(await here.hold('account_messages', '', NO_CREDIT, 'delivery')).toBe(true);
    expect(await elsewhere.hold('account_messages', '', { code: 'operator', message: 'audit' }, 'operator')).toBe(true);
    const audit = { code: 'operator', by: 'operator', message: `audit (held before: ${NO_CREDIT.message})` };
    expect(await held()).toEqual([audit, audit, audit].map((hold) => ({ ...hold, at: NOW.toISOString() })));
    expect(await here.hold('account_messages', '', NO_CREDIT, 'delivery')).toBe(false);
    expect(await here.hold('account_messages', '', { code: 'operator', message: 'again' }, 'somebody')).toBe(false);
    expect(await here.reopen('account_messages', '')).toBe(false);
    expect(await held()).toMatchObject([audit, audit, audit]);
    await here.release((await here.list()).find(({ kind }) => kind === 'account_messages')?.id ?? 0);
    expect(await held()).toEqual([null, null, null]);
  });

  it('says in the source of a row that is there only to be held who holds it', async () => {
    await here.hold('country', 'GB', NO_CREDIT, 'delivery');
    await elsewhere.hold('country', 'GB', { code: 'operator', message: 'audit' }, 'operator');
    const lane = (await here.list()).find(({ key }) => key === 'GB');
    expect(lane).toMatchObject({ source: 'held by operator', amount: null });
    await here.remove(lane?.id ?? 0);
  });

  it('opens again what Herald itself holds', async () => {
    await here.hold('country', 'ES', NO_CREDIT, 'delivery');
    expect(await elsewhere.reopen('country', 'ES')).toBe(true);
    expect(await here.reopen('country', 'ES')).toBe(false);
    const lane = (await here.list()).find(({ key }) => key === 'ES');
    expect(lane?.hold).toBeNull();
    await here.remove(lane?.id ?? 0);
  });

  it('gives a country that was never limited a row when it is held, however many hold it at once', async () => {
    const holding = [here, elsewhere, here, elsewhere].map((lanes) => lanes.hold('country', 'FR', NO_CREDIT, 'worker'));
    expect((await Promise.all(holding)).filter(Boolean)).toHaveLength(1);
    expect((await here.book()).heldBy({ sender: '14155550100', country: 'FR' })?.source).toBe('held by worker');
    expect((await here.book()).heldBy({ sender: '14155550100', country: 'US' })).toBeUndefined();
    const countries = (await here.list()).filter(({ kind }) => kind === 'country');
    expect(countries).toMatchObject([{ key: 'FR', amount: null }]);
  });
});
