import { NO_FACTS } from '@herald/ledger';
import type { SendOutcome } from '@herald/provider';

import { BatchCache } from '../../../libs/delivery/src/callbacks/batch-cache';
import { commitGroup } from '../../../libs/delivery/src/callbacks/commit-group';
import { decide } from '../../../libs/delivery/src/domain/send-decision';
import type { ClaimedBatch } from '../../../libs/delivery/src/sending/send-batch';
import { batchRow, fed, plannedCampaign } from '../delivery/batch-rows';
import { type DeliveryBench, type Inside, setUpDelivery } from '../delivery/delivery-setup';
import { expectLedger } from '../ledger/expect-ledger';
import { explore } from './explore';
import type { Model, Outcome } from './model';
import type { Step } from './steps';

const ANSWERS: Readonly<Record<Outcome, SendOutcome>> = {
  accepted: { kind: 'accepted', httpStatus: 202, apiId: undefined, messageUuids: [], invalidNumbers: [] },
  throttled: { kind: 'throttled', httpStatus: 429, error: 'slow down', retryAfterMs: undefined },
  not_sent: { kind: 'not_sent', cause: 'too late to begin the request' },
  unknown: { kind: 'unknown', cause: 'no answer', httpStatus: undefined },
};

/** What the model says of a batch, done to a real one: the same steps through the real code on Postgres. */
describe('the model, replayed', () => {
  let bench: DeliveryBench;
  let inside: Inside;
  let from = 14_155_590_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    inside = bench.inside();
  });
  afterAll(() => bench.close());

  it('has every kind of step do to the batch what the model says', async () => {
    const { ways } = explore({ feeds: 2, crashes: 0 });
    const batchSteps = [...ways].filter(([kind]) => TOUCHES_THE_BATCH.test(kind));
    expect(batchSteps.length).toBeGreaterThan(15);
    let steps = 0;
    for (const [kind, way] of batchSteps) steps += await replay(kind, way);
    process.stdout.write(`replayed: ${batchSteps.length} ways, ${steps} steps\n`);
    await expectLedger(bench.database);
  });

  async function replay(kind: string, way: readonly Step[]): Promise<number> {
    from += 1;
    const phone = String(from);
    const campaign = await plannedCampaign(bench.database, [[phone]]);
    const id = campaign.batches[0]?.id ?? '';
    const claims = new Map<number, ClaimedBatch>();
    const done: string[] = [];
    let before: Model | undefined;
    for (const { name, next } of way) {
      await act({ id, phone, claims, before, name, next });
      done.push(name);
      const { state, fence } = await batchRow(bench.database, id);
      expect({ kind, done, state, fence }).toEqual({ kind, done, state: next.state, fence: next.fence });
      before = next;
    }
    return way.length;
  }

  interface Act {
    readonly id: string;
    readonly phone: string;
    readonly claims: Map<number, ClaimedBatch>;
    readonly before: Model | undefined;
    readonly name: string;
    readonly next: Model;
  }

  async function act({ id, phone, claims, before, name, next }: Act): Promise<void> {
    const [, worker, deed = name] = /^worker (\d): (.*)$/.exec(name) ?? [];
    const ticket = /^claims with ticket (\d+)$/.exec(deed)?.[1];
    if (deed === 'feed') await fed(bench.database, id);
    else if (deed.endsWith('lease ends')) {
      await bench.database.query(`UPDATE batches SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
      await inside.leases.tick();
    } else if (ticket !== undefined) {
      const claim = await inside.claims.claim({ batchId: id, fence: Number(ticket) });
      if (claim.kind !== 'claimed') throw new Error(`${name}: ${claim.kind}`);
      claims.set(claim.batch.fence, claim.batch);
    } else if (deed === 'records') {
      const was = before?.workers[Number(worker) as 0 | 1];
      if (was?.at !== 'answered') throw new Error(`${name}, and has nothing to record`);
      const batch = claims.get(was.fence);
      if (batch === undefined) throw new Error(`nobody claimed with fence ${was.fence}`);
      const outcome = ANSWERS[was.outcome];
      await inside.outcomes.record({ batch, outcome, decision: decide(outcome, 0, 0), at: new Date() });
    } else if (deed === 'callback') {
      const facts = { ...NO_FACTS, state: 'queued' as const };
      const events = [{ source: 'callback' as const, batchId: id, to: phone, facts }];
      await bench.database.transaction((tx) => commitGroup(tx, { events, now: new Date(), cache: new BatchCache() }));
    } else if (deed === 'operator: abandoned') {
      await inside.desk.settle(id, { as: 'abandoned', decidedBy: 'test', note: undefined });
    } else if (deed.startsWith('look-up')) {
      if (next.state === 'accepted' || next.state === 'planned') {
        expect(await inside.unknown.settle({ id, fence: before?.fence ?? -1 }, next.state, new Date())).toBe(true);
      }
    }
  }
});

/** The others happen in a worker, on the wire or in time alone. */
const TOUCHES_THE_BATCH = /feed|lease ends|claims|records|callback|operator|look-up/;
