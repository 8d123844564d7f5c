import type { SendingOptions } from '@herald/delivery';

import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, campaignRow, fed, plannedCampaign, requestsMade } from './batch-rows';
import { clearHolds } from './clear-holds';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

interface HeldLane {
  readonly kind: string;
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

describe('what the provider refuses for other reasons than the message’s', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_580_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
  });
  afterAll(() => bench.close());
  beforeEach(() => clearHolds(bench));
  afterEach(() => expectLedger(bench.database));

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  async function held(): Promise<HeldLane[]> {
    const { rows } = await bench.database.query<HeldLane>(
      `SELECT DISTINCT kind, key, hold->>'code' AS code, hold->>'message' AS message FROM lanes WHERE hold IS NOT NULL`,
    );
    return rows;
  }

  /** Sends the first batch of a new campaign. */
  async function send(sender = worker, country = 'US') {
    const campaign = await plannedCampaign(bench.database, [next(3), next(2)], country);
    const id = campaign.batches[0]?.id ?? '';
    const result = await sender.send(await fed(bench.database, id));
    return { id, campaign, result, other: campaign.batches[1]?.id ?? '' };
  }

  const stranger = (): Promise<Worker> =>
    bench.worker({
      account: { authId: bench.simulator.authId, authToken: 'wrong', baseUrl: bench.simulator.url },
    } satisfies Partial<SendingOptions>);

  const dueNow = () => bench.database.query(`UPDATE lane_probes SET next_at = now() - interval '1 second'`);

  async function outOfCredit(): Promise<void> {
    bench.simulator.setOptions({ account: { balance: '0' } });
    await send();
    await waitFor('a message to fail for want of credit', async () => (await bench.ledger()).by_error_code['900']);
  }

  it('holds the country on 403: its batches wait, the campaign and other countries go on', async () => {
    bench.simulator.setOptions({ account: { disabled_countries: ['US'] } });
    const { id, other, campaign, result } = await send();
    expect(result).toBe('refused');
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', attempts: 0, http_status: 403 });
    expect((await batchRow(bench.database, other)).state).toBe('planned');
    expect((await campaignRow(bench.database, campaign.id)).state).toBe('running');
    expect(await held()).toEqual([expect.objectContaining({ kind: 'country', key: 'US', code: 'country_disabled' })]);
    expect(await requestsMade(bench.database, campaign.id)).toEqual({ refused: 1 });

    expect(await worker.send(await fed(bench.database, other))).toBe('released');
    expect((await batchRow(bench.database, other)).state).toBe('planned');
    const elsewhere = await plannedCampaign(bench.database, [phones(1, 4_915_112_345_678 + from)], 'DE');
    expect(await worker.send(await fed(bench.database, elsewhere.batches[0]?.id ?? ''))).toBe('accepted');
  });

  it.each([400, 402, 403] as const)('holds the account when there is no credit, said with a %s', async (status) => {
    await outOfCredit();
    bench.simulator.setOptions({ unknowns: { credit_refusal_status: status } });
    const { id, campaign } = await send();
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', attempts: 0, http_status: status });
    expect((await campaignRow(bench.database, campaign.id)).state).toBe('running');
    expect(await held()).toEqual([
      {
        kind: 'account_messages',
        key: '',
        code: 'provider_credit',
        message: `The provider answered ${status}: Insufficient Credit`,
      },
    ]);
    expect((await send()).result).toBe('released');
  });

  it('holds the account on 401, and opens it when a look-up finds the credentials good', async () => {
    const { id } = await send(await stranger());
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', attempts: 0, http_status: 401 });
    expect(await held()).toEqual([expect.objectContaining({ code: 'provider_credentials' })]);

    const other = await stranger();
    expect(await other.probes.tick()).toEqual([]);
    await dueNow();
    expect(await other.probes.tick()).toEqual([]);
    expect(await held()).toHaveLength(1);
    await dueNow();
    expect(await worker.probes.tick()).toEqual(['account_messages']);
    expect(await held()).toEqual([]);
    await bench.database.query(`UPDATE batches SET not_before = NULL WHERE id = $1`, [id]);
    expect(await worker.send(await fed(bench.database, id))).toBe('accepted');
  });

  it('holds the account when messages fail for want of credit, before any request is refused', async () => {
    const { campaign } = await send();
    await bench.database.query(
      `INSERT INTO message_rollups (campaign_id, country, state, error_code, messages) VALUES ($1, 'US', 'failed', 900, 2)`,
      [campaign.id],
    );
    expect(await worker.failures.tick()).toEqual([900]);
    expect(await held()).toEqual([expect.objectContaining({ kind: 'account_messages', code: 'provider_credit' })]);
    expect(await worker.failures.tick()).toEqual([]);
    await bench.database.query(`DELETE FROM message_rollups WHERE error_code = 900`);
    await worker.failures.tick();
  });

  it('does not take late callbacks of before a release for new failures', async () => {
    const { campaign } = await send();
    await bench.database.query(
      `INSERT INTO lane_probes (kind, key, held_at, next_at, released_at)
       VALUES ('account_messages', '', now(), now(), now() - interval '1 minute')`,
    );
    await bench.database.query(
      `INSERT INTO message_rollups (campaign_id, country, state, error_code, messages) VALUES ($1, 'US', 'failed', 900, 2)`,
      [campaign.id],
    );
    await worker.failures.tick();
    expect(await held()).toEqual([]);
    await bench.database.query(`DELETE FROM message_rollups WHERE error_code = 900`);
    await worker.failures.tick();
  });

  it('lets one message through to find out whether a country is enabled, at growing intervals', async () => {
    bench.simulator.setOptions({ account: { disabled_countries: ['US'] } });
    const { id, campaign } = await send();
    await worker.probes.tick();
    expect((await bench.ledger()).requests.refused_403).toBe(1);

    await dueNow();
    expect(await worker.probes.tick()).toEqual([]);
    expect((await bench.ledger()).requests.refused_403).toBe(2);
    await worker.probes.tick();
    expect((await bench.ledger()).requests.refused_403).toBe(2);
    expect(await held()).toHaveLength(1);

    bench.simulator.setOptions({ account: { disabled_countries: [] } });
    await dueNow();
    expect(await worker.probes.tick()).toEqual(['country US']);
    expect(await held()).toEqual([]);
    expect((await bench.ledger()).accepted_messages).toBe(1);
    const { rows } = await bench.database.query(
      `SELECT b.state, cardinality(b.destinations) AS size, c.batches FROM batches b JOIN campaigns c ON c.id = b.campaign_id
       WHERE c.id = $1 ORDER BY b.state, size`,
      [campaign.id],
    );
    expect(rows).toEqual([
      { state: 'accepted', size: 1, batches: 3 },
      { state: 'planned', size: 1, batches: 3 },
      { state: 'planned', size: 3, batches: 3 },
    ]);
    expect((await batchRow(bench.database, id)).state).toBe('planned');
  });

  it('opens the account again only when a message that was let through has reached a carrier', async () => {
    await outOfCredit();
    await send();
    await worker.probes.tick();
    await dueNow();
    bench.simulator.setOptions({ account: { balance: '100' } });
    expect(await worker.probes.tick()).toEqual([]);
    expect(await held()).toHaveLength(1);

    const { rows } = await bench.database.query<{ batch_id: string }>(`SELECT batch_id FROM lane_probes`);
    const probed = rows[0]?.batch_id;
    await bench.database.query(`UPDATE messages SET state = 'sent' WHERE batch_id = $1`, [probed]);
    expect(await worker.probes.tick()).toEqual(['account_messages']);
    expect(await held()).toEqual([]);
    await bench.database.query(`UPDATE messages SET state = 'planned' WHERE batch_id = $1`, [probed]);
  });

  it('never probes what a person holds', async () => {
    await plannedCampaign(bench.database, [next(1)]);
    await bench.database.query(
      `UPDATE lanes SET hold = '{"code": "by_hand", "message": "wait", "by": "key 1", "at": "2026-01-01T00:00:00Z"}'
       WHERE kind = 'account_messages'`,
    );
    await worker.probes.tick();
    await dueNow();
    expect(await worker.probes.tick()).toEqual([]);
    expect((await bench.ledger()).accepted_messages).toBe(0);
    expect(await held()).toHaveLength(1);
  });

  it('sends no more than a canary while there is one', async () => {
    const campaign = await plannedCampaign(bench.database, [next(3), next(2)]);
    const [first, second] = campaign.batches.map(({ id }) => id);
    await bench.database.query(`UPDATE campaigns SET feed_limit = 3 WHERE id = $1`, [campaign.id]);
    expect(await worker.send(await fed(bench.database, second ?? ''))).toBe('released');
    expect(await worker.send(await fed(bench.database, first ?? ''))).toBe('accepted');
    expect(await worker.send(await fed(bench.database, second ?? ''))).toBe('released');
    await bench.database.query(`UPDATE campaigns SET feed_limit = NULL WHERE id = $1`, [campaign.id]);
    expect(await worker.send(await fed(bench.database, second ?? ''))).toBe('accepted');
  });

  it('lets several workers make one probe', async () => {
    bench.simulator.setOptions({ account: { disabled_countries: ['US'] } });
    await send();
    const other = await bench.worker();
    await worker.probes.tick();
    await dueNow();
    await Promise.all([worker.probes.tick(), other.probes.tick(), worker.probes.tick()]);
    expect((await bench.ledger()).requests.refused_403).toBe(2);
  });
});
