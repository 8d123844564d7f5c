import { transitionBatches } from '@herald/ledger';
import { ReceiptTimeout } from '../../../libs/campaigns/src/receipt-timeout';
import { aList, aPlanned, stateCounts } from './factories';
import { type Herald, NOON, RECEIPT_TIMEOUT_MS, setup } from './harness';

describe('completion', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());
  beforeEach(() => {
    herald.clock.set(NOON);
  });

  const stateOf = async (id: number) => (await herald.campaigns.get(id)).state;

  async function accepted(contacts: number): Promise<number> {
    const listId = await aList(herald.database, { contacts: { US: contacts } });
    const { id } = await aPlanned(herald, { list_id: listId });
    await herald.database.transaction((tx) =>
      transitionBatches(tx, { campaignId: id, from: ['planned'], to: 'accepted', set: { finishedAt: new Date(NOON) } }),
    );
    return id;
  }

  /** What the callbacks' group commit does, in short: messages get a state of their own, and are counted in it. */
  async function settle(id: number, state: string, at: string | null, limit: number): Promise<void> {
    await herald.database.query(
      `WITH picked AS (
         SELECT phone FROM messages WHERE campaign_id = $1 AND state = 'planned' ORDER BY phone LIMIT $4
       ), told AS (
         UPDATE messages m SET state = $2::message_state, state_at = $3, units = 1, mcc = '310', mnc = '260',
           total_amount = 0.00550
         FROM picked p WHERE m.campaign_id = $1 AND m.phone = p.phone RETURNING m.batch_id
       ), settled AS (
         UPDATE batches b SET settled = settled + t.messages,
           drained = drained + CASE WHEN $2 IN ('accepted', 'queued') THEN 0 ELSE t.messages END
         FROM (SELECT batch_id, count(*) AS messages FROM told GROUP BY batch_id) t WHERE b.id = t.batch_id
       ), minutes AS (
         INSERT INTO message_minutes SELECT $1, date_trunc('minute', $3::timestamptz), $2::message_state, count(*) FROM told
         HAVING $3 IS NOT NULL
       ), before AS (
         UPDATE message_rollups SET messages = messages - (SELECT count(*) FROM told)
         WHERE campaign_id = $1 AND state = 'accepted'
       )
       INSERT INTO message_rollups AS r (campaign_id, country, mcc, mnc, state, messages, units, amount)
       SELECT $1, 'US', '310', '260', $2::message_state, count(*), count(*), count(*) * 0.0055 FROM told
       ON CONFLICT (campaign_id, country, mcc, mnc, state, error_code) DO UPDATE SET
         messages = r.messages + excluded.messages, units = r.units + excluded.units, amount = r.amount + excluded.amount`,
      [id, state, at, limit],
    );
  }

  it('completes a campaign once every message is settled, and not before', async () => {
    const id = await accepted(10);
    await herald.completion.tick();
    expect(await stateOf(id)).toBe('running');
    await settle(id, 'delivered', '2026-03-01T11:00:00Z', 9);
    await herald.completion.tick();
    expect(await stateOf(id)).toBe('running');
    await settle(id, 'undelivered', '2026-03-01T11:00:00Z', 1);
    await herald.completion.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'completed', finished_at: new Date(NOON) });
  });

  it.each(['planned', 'unknown'] as const)('does not complete a campaign with a batch that is %s', async (state) => {
    const { id } = await aPlanned(herald);
    await herald.database.transaction(async (tx) => {
      if (state === 'planned') return;
      await transitionBatches(tx, { campaignId: id, from: ['planned'], to: 'fed', set: { leaseMs: 1 } });
      await transitionBatches(tx, { campaignId: id, from: ['fed'], to: 'sending', set: { leaseMs: 1 } });
      await transitionBatches(tx, { campaignId: id, from: ['sending'], to: 'unknown' });
    });
    await herald.completion.tick();
    expect(await stateOf(id)).toBe('running');
  });

  it('does not complete a paused campaign', async () => {
    const id = await accepted(3);
    await settle(id, 'delivered', '2026-03-01T11:00:00Z', 3);
    await herald.lifecycle.pause(id);
    await herald.completion.tick();
    expect(await stateOf(id)).toBe('paused');
    await herald.lifecycle.resume(id);
    await herald.completion.tick();
    expect(await stateOf(id)).toBe('completed');
  });

  it('closes messages that got no receipt in time, and completes the campaign with them', async () => {
    const id = await accepted(6_000);
    await settle(id, 'sent', '2026-03-01T12:00:30Z', 6_000);
    herald.clock.set('2026-03-01T12:59:00Z');
    await herald.completion.tick();
    expect(await stateCounts(herald.database, id)).toMatchObject({ kept: { sent: 6_000 } });

    herald.clock.set('2026-03-01T13:01:00Z');
    expect(RECEIPT_TIMEOUT_MS).toBe(3_600_000);
    await herald.completion.tick();
    expect(await stateCounts(herald.database, id)).toEqual({
      kept: { sent_no_receipt: 6_000 },
      counted: { sent_no_receipt: 6_000 },
    });
    expect(await stateOf(id)).toBe('completed');
    const { rows } = await herald.database.query(
      `SELECT state, mcc, mnc, messages::int, units::int, amount::float8 FROM message_rollups
       WHERE campaign_id = $1 AND messages <> 0`,
      [id],
    );
    expect(rows).toEqual([
      { state: 'sent_no_receipt', mcc: '310', mnc: '260', messages: 6_000, units: 6_000, amount: 33 },
    ]);
    const minutes = await herald.database.query(
      `SELECT minute, state, messages::int FROM message_minutes WHERE campaign_id = $1 AND messages <> 0`,
      [id],
    );
    expect(minutes.rows).toEqual([
      { minute: new Date('2026-03-01T13:01:00Z'), state: 'sent_no_receipt', messages: 6_000 },
    ]);
  });

  it('gives countries the time they need, and looks again only where something can be due', async () => {
    const hour = 3_600_000;
    const id = await accepted(3);
    await settle(id, 'sent', '2026-03-01T09:00:00Z', 3);
    const at = (time: string, ms: number, byCountryMs: Readonly<Record<string, number>>) =>
      new ReceiptTimeout(herald.database, { ms, byCountryMs }).close(new Date(`2026-03-01T${time}Z`));
    expect(await at('10:30:00', hour, { US: 2 * hour })).toBe(0);
    expect(await at('10:30:00', 2 * hour, { DE: hour })).toBe(0);
    const patient = new ReceiptTimeout(herald.database, { ms: hour, byCountryMs: { US: 2 * hour } });
    expect(await patient.close(new Date('2026-03-01T10:59:30Z'))).toBe(0);
    expect(await patient.close(new Date('2026-03-01T11:00:20Z'))).toBe(0);
    expect(await patient.close(new Date('2026-03-01T11:00:30Z'))).toBe(3);
  });

  it('waits a quarter longer for what can be looked up and was not yet', async () => {
    const hour = 3_600_000;
    const [looked, waiting, hidden] = [await accepted(1), await accepted(2), await accepted(4)];
    for (const id of [looked, waiting, hidden]) {
      await settle(id, 'sent', '2026-03-01T09:00:00Z', 4);
      await herald.database.query(`UPDATE batches SET sending_at = $2 WHERE campaign_id = $1`, [id, new Date(NOON)]);
    }
    await herald.database.query(`UPDATE batches SET receipts_at = 'infinity' WHERE campaign_id = $1`, [looked]);
    await herald.database.query(`UPDATE campaigns SET log = 'content_only' WHERE id = $1`, [hidden]);
    const at = (time: string, ms: number) =>
      new ReceiptTimeout(herald.database, { ms, byCountryMs: {} }).close(new Date(`2026-03-01T${time}Z`));
    expect(await at('09:59:59', hour)).toBe(0);
    expect(await at('10:02:00', hour)).toBe(1 + 4);
    expect(await at('10:14:59', hour)).toBe(0);
    expect(await at('10:15:00', hour)).toBe(2);

    const slow = await accepted(8);
    await settle(slow, 'sent', '2026-02-26T09:00:00Z', 8);
    await herald.database.query(`UPDATE batches SET sending_at = $2 WHERE campaign_id = $1`, [slow, new Date(NOON)]);
    expect(await at('20:59:59', 72 * hour)).toBe(0);
    expect(await at('21:00:00', 72 * hour)).toBe(8);
  });

  it('closes what was sent without a time when that of its batch’s acceptance has run out', async () => {
    const hour = 3_600_000;
    const id = await accepted(5);
    await settle(id, 'sent', null, 4);
    await settle(id, 'sent', '2026-03-01T12:30:00Z', 1);
    const receipts = new ReceiptTimeout(herald.database, { ms: hour, byCountryMs: {} });
    expect(await receipts.close(new Date('2026-03-01T12:59:59Z'))).toBe(0);
    expect(await receipts.close(new Date('2026-03-01T13:00:00Z'))).toBe(4);
    expect(await receipts.close(new Date('2026-03-01T13:31:00Z'))).toBe(1);
    expect(await stateCounts(herald.database, id)).toEqual({
      kept: { sent_no_receipt: 5 },
      counted: { sent_no_receipt: 5 },
    });
    const { rows } = await herald.database.query(
      `SELECT minute, state, messages::int FROM message_minutes WHERE campaign_id = $1 AND messages <> 0 ORDER BY minute`,
      [id],
    );
    expect(rows).toEqual([
      { minute: new Date('2026-03-01T13:00:00Z'), state: 'sent_no_receipt', messages: 4 },
      { minute: new Date('2026-03-01T13:31:00Z'), state: 'sent_no_receipt', messages: 1 },
    ]);
  });

  it('closes each message once when several workers tick', async () => {
    const id = await accepted(2_000);
    await settle(id, 'sent', '2026-03-01T09:00:00Z', 2_000);
    await Promise.all(Array.from({ length: 4 }, () => herald.completion.tick()));
    expect(await stateCounts(herald.database, id)).toEqual({
      kept: { sent_no_receipt: 2_000 },
      counted: { sent_no_receipt: 2_000 },
    });
  });

  it('leaves messages alone that the provider only accepted or queued', async () => {
    const id = await accepted(4);
    await settle(id, 'queued', '2026-02-01T09:00:00Z', 2);
    await herald.completion.tick();
    expect(await stateCounts(herald.database, id)).toMatchObject({ kept: { accepted: 2, queued: 2 } });
    expect(await stateOf(id)).toBe('running');
  });
});
