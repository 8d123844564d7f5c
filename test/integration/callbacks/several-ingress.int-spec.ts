import type { CallbackEvent } from '@herald/delivery';
import { NO_FACTS } from '@herald/ledger';
import { deadlocksIn } from '../../support/postgres-locks';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type IntakeSetup, startIntake } from './intake-setup';

const NUMBERS = phones(300);
const STATES = ['queued', 'sent', 'delivered'] as const;

/** The same events in another order; the order is the seed's. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  return all
    .map((one, at) => [one, Math.imul(at + 1, 2_654_435_761 + 2 * seed) >>> 0] as const)
    .sort(([, a], [, b]) => a - b)
    .map(([one]) => one);
}

describe('two ingress processes that are told the same at the same time', () => {
  let first: IntakeSetup;
  let second: IntakeSetup;
  beforeAll(async () => {
    first = await startIntake();
    second = await startIntake({ url: first.url });
  });
  afterAll(async () => {
    await second.close();
    await first.close();
  });

  it('take each callback once, count exactly, and never wait for each other in a circle', async () => {
    const before = await deadlocksIn(first.database);
    const campaign = await seedCampaign(first.database, {
      batches: [NUMBERS.slice(0, 100), NUMBERS.slice(100, 200), NUMBERS.slice(200)],
      state: 'sending',
    });
    const events = campaign.batches.flatMap(({ id: batchId, phones: numbers }) =>
      numbers.flatMap((to) =>
        STATES.map((state): CallbackEvent => ({
          source: 'callback',
          batchId,
          to,
          facts: { ...NO_FACTS, state, units: 1 },
        })),
      ),
    );
    const results = await Promise.all([
      deliver(first, shuffled(events, 1)),
      deliver(second, shuffled(events, 2)),
      deliver(first, shuffled(events, 3)),
      deliver(second, shuffled(events, 4)),
    ]);
    expect(new Set(results.flat())).toEqual(new Set(['applied', 'unchanged']));
    const { rows } = await first.database.query(
      'SELECT state, messages::int, units::int FROM message_rollups WHERE campaign_id = $1 AND messages <> 0',
      [campaign.id],
    );
    expect(rows).toEqual([{ state: 'delivered', messages: NUMBERS.length, units: NUMBERS.length }]);
    await expectLedger(first.database);
    const [today] = await first.stats.read(1);
    const { applied = 0, unchanged = 0 } = today?.outcomes ?? {};
    expect(applied + unchanged).toBe(4 * events.length);
    expect(applied).toBe(results.flat().filter((outcome) => outcome === 'applied').length);
    expect(await deadlocksIn(first.database)).toBe(before);
  });

  /** In waves, as they would come over some connections: so that both intakes commit many groups. */
  async function deliver({ intake }: IntakeSetup, events: readonly CallbackEvent[]): Promise<string[]> {
    const outcomes: string[] = [];
    for (let at = 0; at < events.length; at += 60) {
      outcomes.push(...(await Promise.all(events.slice(at, at + 60).map((event) => intake.accept(event)))));
    }
    return outcomes;
  }
});
