import type { Lanes, MessageChannel } from '@herald/lanes';

import { phones } from '../ledger/seed-campaign';
import { fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const CHANNELS = ['sms', 'mms', 'whatsapp'] as const satisfies readonly MessageChannel[];
const CONTENT: Readonly<Record<MessageChannel, object | null>> = {
  sms: null,
  mms: { media: ['https://example.com/a.png'] },
  whatsapp: {},
};
/** Whoever comes second waits for most of a day. */
const A_DAY = { amount: 1, windowMs: 86_400_000 };
const UNLIMITED = { amount: null, windowMs: null };
const IN_VAIN_MS = 400;
const LONG_MS = 4_000;

describe('a batch', () => {
  let bench: DeliveryBench;
  let from = 14_155_520_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
  });
  afterAll(() => bench.close());

  async function set(lanes: Lanes, kind: 'account_messages' | 'sender_type', channel: MessageChannel, limit: object) {
    const key = kind === 'account_messages' ? '' : 'long_code/US';
    const row = (await lanes.list()).find((lane) => lane.kind === kind && lane.key === key && lane.channel === channel);
    if (row !== undefined) await lanes.set(row.id, limit);
    else await lanes.create({ kind, key, channel }, { ...UNLIMITED, ...limit, brand: null, source: 'test' });
  }

  /** No lane limits anything but the one of this kind and channel. */
  async function onlyLimit(lanes: Lanes, kind: 'account_messages' | 'sender_type', limited: MessageChannel) {
    await bench.database.query(`DELETE FROM lanes WHERE kind = 'sender_type' AND key = '*'`);
    for (const channel of CHANNELS) {
      for (const each of ['account_messages', 'sender_type'] as const) {
        await set(lanes, each, channel, each === kind && channel === limited ? A_DAY : UNLIMITED);
      }
    }
  }

  /** What became of two batches of such a campaign, one after the other; `released`: it waited so long in vain. */
  async function sendTwo(worker: Worker, channel: MessageChannel, secondWaitsMs: number): Promise<string[]> {
    from += 2;
    const { id, batches } = await plannedCampaign(bench.database, [phones(1, from - 2), phones(1, from - 1)]);
    await bench.database.query(
      `UPDATE campaigns SET type = $2, content = $3, media_urls = $4, media_until = CASE WHEN $2 = 'mms' THEN 'infinity'::timestamptz END
       WHERE id = $1`,
      [id, channel, CONTENT[channel], channel === 'mms' ? ['https://example.com/a.png'] : null],
    );
    const results: string[] = [];
    for (const [index, batch] of batches.entries()) {
      const ticket = await fed(bench.database, batch.id);
      results.push(await worker.send(ticket, AbortSignal.timeout(index === 0 ? LONG_MS : secondWaitsMs)));
    }
    return results;
  }

  for (const kind of ['account_messages', 'sender_type'] as const) {
    it.each(CHANNELS)(`of %s passes the ${kind} lane of its channel, and no batch of another does`, async (channel) => {
      const worker = await bench.worker();
      await onlyLimit(worker.lanes, kind, channel);
      expect(await sendTwo(worker, channel, IN_VAIN_MS)).toEqual(['accepted', 'released']);
      for (const other of CHANNELS.filter((each) => each !== channel)) {
        expect(await sendTwo(worker, other, LONG_MS)).toEqual(['accepted', 'accepted']);
      }
    });
  }
});
