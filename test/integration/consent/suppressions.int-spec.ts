import { ConsentModule, SuppressionService } from '@herald/consent';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('suppressions', () => {
  let testDatabase: TestDatabase;
  let module: TestingModule;
  let suppressions: SuppressionService;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const logger = createLogger({ app: 'test', level: 'silent' });
    const imports = [
      ObservabilityModule.forRoot({ logger, clock: { now: () => NOW } }),
      DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 5 }),
      ConsentModule,
    ];
    module = await Test.createTestingModule({ imports }).compile();
    suppressions = module.get(SuppressionService);
  });
  afterAll(async () => {
    await module.close();
    await testDatabase.drop();
  });
  beforeEach(() => module.get(Database).query('TRUNCATE suppressions'));

  const grounds = { reason: 'asked', source: 'test', actor: 'tester' };
  const everything = { scope: 'everything', key: '' };
  const all = async () => (await suppressions.list(1_000)).objects.map((each) => each.phone);

  it('takes a number once, however it is written and however often it comes', async () => {
    expect(await suppressions.add(['+14155550101', '14155550101', '+14155550102'], grounds)).toEqual({
      added: 2,
      known: 0,
    });
    expect(
      await suppressions.add(['14155550102', '14155550103'], { reason: 'other', source: 'other', actor: 'tester' }),
    ).toEqual({
      added: 1,
      known: 1,
    });
    expect(await suppressions.get('+14155550102')).toEqual([
      { ...everything, phone: '14155550102', cause: 'operator', reason: 'asked', source: 'test', created_at: NOW },
    ]);
  });

  it('takes all or, when one of them is no number, none', async () => {
    await expect(suppressions.add(['14155550101', '0151 2345'], grounds)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'phone_invalid',
      details: [{ field: 'phones.1' }],
    });
    expect(await all()).toEqual([]);
  });

  it('takes the same numbers from many callers at once', async () => {
    const phones = Array.from({ length: 500 }, (_, index) => String(14_155_550_000 + index));
    const orders = [phones, phones.toReversed(), phones.toSorted(), phones.toReversed()];
    const results = await Promise.all(orders.map((order) => suppressions.add(order, grounds)));
    expect(results.reduce((sum, result) => sum + result.added, 0)).toBe(500);
  });

  it('removes a number, and says when it was not there', async () => {
    await suppressions.add(['14155550101'], grounds);
    await suppressions.remove('+14155550101', grounds);
    expect(await all()).toEqual([]);
    await expect(suppressions.remove('14155550101', grounds)).rejects.toMatchObject({ code: 'suppression_not_found' });
    await expect(suppressions.get('14155550101')).rejects.toMatchObject({ code: 'suppression_not_found' });
  });

  it('lists all of them page by page', async () => {
    const phones = Array.from({ length: 25 }, (_, index) => String(14_155_550_000 + index));
    await suppressions.add(phones.toReversed(), grounds);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await suppressions.list(10, cursor);
      seen.push(...page.objects.map((each) => each.phone));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(phones);
  });
});
