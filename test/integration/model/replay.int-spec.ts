import { CampaignLifecycle, CompletionService } from '@herald/campaigns';
import type { TestingModule } from '@nestjs/testing';

import type { ClaimedBatch } from '../../../libs/delivery/src/sending/send-batch';
import { campaignsOn } from '../campaigns/harness';
import { ANSWERS, Attempts } from '../delivery/attempts';
import { batchRow, fed, plannedCampaign, requestsMade } from '../delivery/batch-rows';
import { type DeliveryBench, type Inside, setUpDelivery } from '../delivery/delivery-setup';
import { expectLedger } from '../ledger/expect-ledger';
import { explore } from './explore';
import type { Model } from './model';
import { OPERATOR, type Step } from './steps';

/** What the model says of a batch, done to a real one: the same steps through the real code on Postgres. */
describe('the model, replayed', () => {
  let bench: DeliveryBench;
  let inside: Inside;
  let attempts: Attempts;
  let campaigns: TestingModule;
  let from = 14_155_590_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    inside = bench.inside();
    attempts = new Attempts(bench, inside);
    campaigns = await campaignsOn(bench.url);
  });
  afterAll(async () => {
    await campaigns.close();
    await bench.close();
  });

  it('has every kind of step do to the batch what the model says', async () => {
    const { ways } = explore({ feeds: 2, crashes: 0 });
    const batchSteps = [...ways].filter(([kind]) => TOUCHES_THE_BATCH.test(kind));
    expect(batchSteps.length).toBeGreaterThan(60);
    let steps = 0;
    for (const [kind, way] of batchSteps) steps += await replay(kind, way);
    process.stdout.write(`replayed: ${batchSteps.length} ways, ${steps} steps\n`);
    await expectLedger(bench.database);
  }, 60_000);

  async function replay(kind: string, way: readonly Step[]): Promise<number> {
    from += 1;
    const phone = String(from);
    const campaign = await plannedCampaign(bench.database, [[phone]]);
    const id = campaign.batches[0]?.id ?? '';
    const claims = new Map<number, ClaimedBatch>();
    const done: string[] = [];
    const counted = new Set<number>();
    let before: Model | undefined;
    for (const { name, next } of way) {
      const told = await act({ id, campaignId: campaign.id, phone, claims, before, name, next });
      if (told !== undefined) counted.add(told);
      done.push(name);
      const { state, fence } = await batchRow(bench.database, id);
      expect({ kind, done, state, fence }).toEqual({ kind, done, state: next.state, fence: next.fence });
      before = next;
    }
    // Whatever came late, twice or not at all: a request is counted once.
    const requests = Object.values(await requestsMade(bench.database, campaign.id)).reduce(
      (sum, each) => sum + each,
      0,
    );
    expect({ kind, done, requests }).toEqual({ kind, done, requests: counted.size });
    return way.length;
  }

  interface Act {
    readonly id: string;
    readonly campaignId: number;
    readonly phone: string;
    readonly claims: Map<number, ClaimedBatch>;
    readonly before: Model | undefined;
    readonly name: string;
    readonly next: Model;
  }

  /** @returns the fence of the request it told of, if it did */
  async function act({ id, campaignId, phone, claims, before, name, next }: Act): Promise<number | undefined> {
    const [, worker, deed = name] = /^worker (\d): (.*)$/.exec(name) ?? [];
    const [, ticket, nobody] = /^claims with ticket (\d+)(, and nobody is left)?$/.exec(deed) ?? [];
    if (deed === 'feed') await fed(bench.database, id);
    else if (deed.endsWith('lease ends')) {
      await attempts.endLease(id);
      return deed.startsWith('sending') ? before?.fence : undefined;
    } else if (ticket !== undefined && nobody !== undefined) {
      await bench.database.query(`INSERT INTO suppressions (phone, reason, source) VALUES ($1, 'stop', 'test')`, [
        phone,
      ]);
      expect(await inside.claims.claim({ batchId: id, fence: Number(ticket) })).toEqual({ kind: 'nobody_left' });
    } else if (ticket !== undefined) {
      const batch = await attempts.claim(id, Number(ticket));
      claims.set(batch.fence, batch);
    } else if (deed.startsWith('records')) {
      const was = before?.workers[Number(worker) as 0 | 1];
      if (was?.at !== 'answered') throw new Error(`${name}, and has nothing to record`);
      const batch = claims.get(was.fence);
      if (batch === undefined) throw new Error(`nobody claimed with fence ${was.fence}`);
      await attempts.record(batch, ANSWERS[was.outcome]);
      return was.fence;
    } else if (deed === 'callback') await attempts.callback(id, phone);
    else if (deed === OPERATOR) await inside.desk.settle(id, { as: 'abandoned', decidedBy: 'test', note: undefined });
    else if (deed === 'cancel') await campaigns.get(CampaignLifecycle).cancel(campaignId);
    else if (deed === 'what came back is cancelled') await campaigns.get(CompletionService).tick();
    else if (deed.startsWith('look-up') && (next.state === 'accepted' || next.state === 'planned')) {
      expect(await inside.unknown.settle({ id, fence: before?.fence ?? -1 }, next.state, new Date())).toBe(true);
    }
    return undefined;
  }
});

/** The others happen in a worker, on the wire or in time alone. */
const TOUCHES_THE_BATCH = /feed|lease ends|claims|records|callback|operator|look-up|cancel/;
