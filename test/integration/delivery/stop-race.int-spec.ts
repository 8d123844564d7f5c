import { Consent, type Scope, SenderScopes } from '@herald/consent';

import { waitingForLocks } from '../../support/postgres-locks';
import { SenderRulesReader } from '../../../libs/consent/src/sender-rules';
import { phones } from '../ledger/seed-campaign';
import { fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, type Inside, setUpDelivery } from './delivery-setup';

/** The seeded campaigns' sender. */
const SRC = '14155550000';
const SCOPES: readonly Scope[] = ['everything', 'brand', 'tendlc_campaign', 'sender', 'number'];
const BATCHES = 20;
const SIZE = 20;

describe('an opt-out and a claim at the same moment', () => {
  let bench: DeliveryBench;
  let inside: Inside;
  const consent = new Consent(new SenderRulesReader());
  let from = 14_155_700_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    await bench.worker();
    inside = bench.inside();
    await new SenderScopes().replace(
      bench.database,
      SRC,
      [
        { scope: 'brand', key: 'B1' },
        { scope: 'tendlc_campaign', key: 'C1' },
        { scope: 'number', key: '14155550001' },
      ],
      ['brand', 'tendlc_campaign', 'number'],
    );
  });
  afterAll(() => bench.close());

  const KEYS: Readonly<Record<Scope, string>> = {
    everything: '',
    brand: 'B1',
    tendlc_campaign: 'C1',
    sender: SRC,
    number: '14155550001',
  };
  /** Resolves once it is committed. */
  function optOut(phone: string, scope: Scope): Promise<unknown> {
    if (scope === 'everything') {
      const reply = { from: phone, to: SRC, text: 'STOP', intent: null, at: new Date(), inboundId: phone };
      return bench.database.transaction((tx) => consent.applyInbound(tx, reply));
    }
    return bench.database.query(
      `INSERT INTO suppressions (phone, reason, source, scope, key) VALUES ($1, 'stop', 'test', $2, $3)`,
      [phone, scope, KEYS[scope]],
    );
  }
  async function claimed(ticket: Awaited<ReturnType<typeof fed>>): Promise<readonly string[]> {
    const claim = await inside.claims.claim(ticket);
    return claim.kind === 'claimed' ? claim.batch.destinations : [];
  }
  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  it.each(SCOPES)('honours one of scope %s that is committed while the claim waits for its batch', async (scope) => {
    const numbers = next(4);
    const campaign = await plannedCampaign(bench.database, [numbers]);
    const ticket = await fed(bench.database, campaign.batches[0]?.id ?? '');
    let claim: Promise<readonly string[]> | undefined;
    await bench.database.transaction(async (tx) => {
      await tx.query('SELECT FROM batches WHERE id = $1 FOR UPDATE', [ticket.batchId]);
      claim = claimed(ticket);
      // Its snapshot is taken, and it stands before the batch.
      await until(async () => (await waitingForLocks(bench.database)) > 0);
      await optOut(numbers[1] ?? '', scope);
    });
    expect(await claim).toEqual(numbers.filter((_, index) => index !== 1));
  });

  it('honours every one that was committed before its claim began, whatever the scope', async () => {
    const campaign = await plannedCampaign(
      bench.database,
      Array.from({ length: BATCHES }, () => next(SIZE)),
    );
    const tickets = await Promise.all(campaign.batches.map(({ id }) => fed(bench.database, id)));
    const committed = new Set<string>();
    const sent = new Set<string>();
    const known = new Map<string, ReadonlySet<string>>();
    const everybody = shuffled(campaign.batches.flatMap((batch) => batch.phones));
    const optOuts = (async () => {
      for (const [index, phone] of everybody.slice(0, everybody.length / 2).entries()) {
        await optOut(phone, SCOPES[index % SCOPES.length] ?? 'everything');
        committed.add(phone);
      }
    })();
    for (const ticket of shuffled(tickets)) {
      known.set(ticket.batchId, new Set(committed));
      const destinations = await claimed(ticket);
      for (const phone of destinations) sent.add(phone);
      expect(destinations.filter((phone) => known.get(ticket.batchId)?.has(phone))).toEqual([]);
    }
    await optOuts;
    const early = [...known.values()].at(-1)?.size ?? 0;
    // Else nothing was tried.
    expect(early).toBeGreaterThan(0);
    expect(sent.size).toBeGreaterThan(0);
  });

  it('leaves alone what is about another brand, number or sender', async () => {
    const numbers = next(5);
    const campaign = await plannedCampaign(bench.database, [numbers]);
    const ticket = await fed(bench.database, campaign.batches[0]?.id ?? '');
    const foreign = [
      ['brand', 'B2'],
      ['tendlc_campaign', 'B1'],
      ['sender', '14155550002'],
      ['number', '14155550002'],
    ];
    for (const [index, [scope, key]] of foreign.entries()) {
      await bench.database.query(
        `INSERT INTO suppressions (phone, reason, source, scope, key) VALUES ($1, 'stop', 'test', $2, $3)`,
        [numbers[index], scope, key],
      );
    }
    expect(await claimed(ticket)).toEqual(numbers);
  });
});

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the claim never waited');
}
