import type { CallbackEvent } from '@herald/delivery';
import { type MessageFacts, NO_FACTS } from '@herald/ledger';
import fc from 'fast-check';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type IntakeSetup, startIntake } from './intake-setup';

const PHONES = phones(4);
const AT = Date.UTC(2026, 7, 1, 12, 0, 0);
const STATES = ['queued', 'sent', 'expired', 'failed', 'undelivered', 'delivered', 'read'] as const;

/** A callback for one of the campaign's numbers, fields missing and contradictions included. */
interface Told {
  readonly batch: number;
  readonly to: string | undefined;
  readonly facts: MessageFacts;
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const told: fc.Arbitrary<Told> = fc.record({
  batch: fc.nat({ max: 2 }),
  to: fc.constantFrom(...PHONES, '14155559999', undefined),
  facts: fc.record({
    state: fc.constantFrom(...STATES),
    errorCode: orNull(fc.constantFrom(30, 50)),
    stateAt: orNull(fc.constantFrom(AT, AT + 1_001, AT + 61_123)),
    units: orNull(fc.constantFrom(1, 3)),
    mcc: orNull(fc.constantFrom('310', '405')),
    mnc: orNull(fc.constantFrom('004')),
    messageUuid: orNull(
      fc.constantFrom('5b40a428-bfc7-4daf-9d06-726c558bf3b8', '6b40a428-bfc7-4daf-9d06-726c558bf3b8'),
    ),
    amount: orNull(fc.constantFrom(0, 350, 123_456)),
  }),
});

describe('the same set of callbacks', () => {
  let setup: IntakeSetup;
  beforeAll(async () => {
    setup = await startIntake();
  });
  afterAll(async () => {
    await setup.close();
  });

  // One batch of one (its number may come masked), one that was thought lost, one accepted.
  async function seed() {
    const batches = [PHONES.slice(0, 1), PHONES.slice(1, 2), PHONES.slice(2)];
    const campaign = await seedCampaign(setup.database, { batches });
    await setup.database.query(`UPDATE batches SET state = 'unknown' WHERE id = $1`, [campaign.batches[1]?.id]);
    await setup.database.query(`UPDATE message_rollups SET messages = messages - 1 WHERE campaign_id = $1`, [
      campaign.id,
    ]);
    await setup.database.query(
      `INSERT INTO message_rollups (campaign_id, country, state, messages) VALUES ($1, 'US', 'unknown', 1)`,
      [campaign.id],
    );
    return campaign;
  }

  /** Groups are what happens to be waiting at the same time: each inner list is submitted at once. */
  async function deliver(groups: readonly (readonly Told[])[]) {
    const campaign = await seed();
    for (const group of groups) {
      await Promise.all(
        group.map(({ batch, to, facts }) => {
          const event: CallbackEvent = { source: 'callback', batchId: campaign.batches[batch]?.id ?? '', to, facts };
          return setup.intake.accept(event);
        }),
      );
    }
    return campaign.id;
  }

  async function recordOf(campaignId: number) {
    const messages = await setup.database.query(
      `SELECT phone, state, error_code, state_at::text, units, mcc, mnc, message_uuid, total_amount
       FROM messages WHERE campaign_id = $1 ORDER BY phone`,
      [campaignId],
    );
    const cells = await setup.database.query(
      `SELECT country, mcc, mnc, state, error_code, messages, units, amount FROM message_rollups
       WHERE campaign_id = $1 AND (messages, units, amount) <> (0, 0, 0) ORDER BY 1, 2, 3, 4, 5`,
      [campaignId],
    );
    const minutes = await setup.database.query(
      'SELECT minute, state, messages FROM message_minutes WHERE campaign_id = $1 AND messages <> 0 ORDER BY 1, 2',
      [campaignId],
    );
    const batches = await setup.database.query(
      'SELECT number, state, settled, drained FROM batches WHERE campaign_id = $1 ORDER BY number',
      [campaignId],
    );
    return { messages: messages.rows, cells: cells.rows, minutes: minutes.rows, batches: batches.rows };
  }

  it('gives the same ledger in any order, multiplicity and grouping', async () => {
    const twoWays = fc.array(told, { minLength: 1, maxLength: 10 }).chain((set) => {
      const arranged = fc
        .shuffledSubarray([...set, ...set, ...set], { minLength: set.length * 3 })
        .chain((order) => fc.tuple(fc.constant(order), fc.integer({ min: 1, max: 8 })))
        .map(([order, size]) =>
          Array.from({ length: Math.ceil(order.length / size) }, (_, at) => order.slice(at * size, (at + 1) * size)),
        );
      return fc.tuple(fc.constant(set.map((one) => [one])), arranged);
    });
    await fc.assert(
      fc.asyncProperty(twoWays, async ([oneByOne, arranged]) => {
        const first = await recordOf(await deliver(oneByOne));
        const second = await recordOf(await deliver(arranged));
        expect(second).toEqual(first);
      }),
      { numRuns: 40 },
    );
    await expectLedger(setup.database);
  });

  it('gives the same ledger from two ingress processes at once, without a deadlock', async () => {
    const other = await startIntake({ url: setup.url });
    try {
      const campaign = await seedCampaign(setup.database, { batches: [phones(40), phones(40, 14_155_559_000)] });
      const all = campaign.batches.flatMap(({ id, phones: numbers }) =>
        numbers.flatMap((to, index) =>
          (['queued', 'sent', index % 2 ? 'delivered' : 'undelivered'] as const).map((state) => ({
            source: 'callback' as const,
            batchId: id,
            to,
            facts: { ...NO_FACTS, state, stateAt: AT, mcc: String(310 + (index % 5)) },
          })),
        ),
      );
      const rounds = Array.from({ length: 6 }, (_, round) =>
        all.map((_event, at) => all[(at * 7 + round * 31) % all.length]),
      );
      const outcomes = await Promise.all(
        rounds.flatMap((events, round) =>
          events.flatMap((event) => (event === undefined ? [] : [(round % 2 ? other : setup).intake.accept(event)])),
        ),
      );
      expect(outcomes).toHaveLength(all.length * 6);
      const { messages } = await recordOf(campaign.id);
      expect(new Set(messages.map((row) => (row as { state: string }).state))).toEqual(
        new Set(['delivered', 'undelivered']),
      );
      await expectLedger(setup.database);
    } finally {
      await other.close();
    }
  });
});
