import { type DeliveryBench, setUpDelivery, type Worker } from '../delivery/delivery-setup';
import { campaignRow, fed, plannedCampaign } from '../delivery/batch-rows';
import { phones } from '../ledger/seed-campaign';

const JPEG = [0xff, 0xd8, 0xff, 0xe0];

interface Sent {
  readonly type: string;
  readonly media_urls: readonly string[];
}

describe('the media of a running campaign', () => {
  let bench: DeliveryBench;
  let workers: readonly [Worker, Worker];
  let from = 14_155_510_000;
  let made = 0;

  beforeAll(async () => {
    bench = await setUpDelivery();
    workers = await Promise.all([bench.worker(), bench.worker()]);
    await bench.database.query(`UPDATE lanes SET amount = NULL, window_ms = NULL WHERE channel = 'mms'`);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`);
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
  });

  async function aMedium(bytes: readonly number[] = [...JPEG, ...Buffer.from(String(made++))]): Promise<number> {
    const { rows } = await bench.database.query<{ id: number }>(
      `INSERT INTO media (sha256, file_name, content_type, data, created_at)
       VALUES (sha256($1), 'a.jpg', 'image/jpeg', $1, now()) RETURNING id`,
      [Buffer.from(bytes)],
    );
    return rows[0]?.id ?? 0;
  }

  /** Running, with one batch of two recipients. */
  async function anMms(media: readonly (number | string)[]): Promise<{ id: number; batch: string }> {
    from += 2;
    const { id, batches } = await plannedCampaign(bench.database, [phones(2, from - 2)]);
    await bench.database.query(
      `UPDATE campaigns SET type = 'mms', content = $2, media_until = '-infinity' WHERE id = $1`,
      [id, { media }],
    );
    return { id, batch: batches[0]?.id ?? '' };
  }

  async function uploads(): Promise<number> {
    const { authId, authToken, url } = bench.simulator;
    const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
    const response = await fetch(`${url}/v1/Account/${authId}/Media/`, { headers: { authorization } });
    return ((await response.json()) as { objects: unknown[] }).objects.length;
  }

  async function ledger(): Promise<Sent[]> {
    const text = await (await fetch(`${bench.simulator.url}/_sim/ledger/requests`)).text();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Sent);
  }

  const urlsOf = async (id: number): Promise<string[]> => {
    const { rows } = await bench.database.query<{ urls: string[] }>(
      'SELECT media_urls AS urls FROM campaigns WHERE id = $1',
      [id],
    );
    return rows[0]?.urls ?? [];
  };

  it('are uploaded once, whoever ticks, and only then are its batches fed', async () => {
    const medium = await aMedium();
    const { id, batch } = await anMms(['https://example.com/a.png', medium]);
    expect(await workers[0].feed.tick()).toBe(0);
    await Promise.all(workers.map((worker) => worker.media.tick()));
    await workers[0].media.tick();
    expect(await uploads()).toBe(1);
    expect(await workers[0].feed.tick()).toBe(1);
    const { rows } = await bench.database.query<{ fence: number }>('SELECT fence FROM batches WHERE id = $1', [batch]);
    expect(await workers[1].send({ batchId: batch, fence: rows[0]?.fence ?? 0 })).toBe('accepted');
    const [request] = await ledger();
    expect(request).toMatchObject({ type: 'mms', media_urls: await urlsOf(id) });
    expect(request?.media_urls).toHaveLength(2);
  });

  it('are one copy for several campaigns', async () => {
    const medium = await aMedium();
    const [one, other] = [await anMms([medium]), await anMms([medium])];
    await workers[0].media.tick();
    expect(await urlsOf(one.id)).toEqual(await urlsOf(other.id));
    expect(await uploads()).toBe(1);
  });

  it('are uploaded anew before the copy ends, and never sent after it', async () => {
    const medium = await aMedium();
    const { id, batch } = await anMms([medium]);
    await workers[0].media.tick();
    const before = await urlsOf(id);
    // Five and a half hours later: messages that wait at the provider for three would lose their medium.
    await bench.database.query(
      `UPDATE media SET provider_until = provider_until - interval '330 minutes' WHERE id = $1`,
      [medium],
    );
    await bench.database.query(
      `UPDATE campaigns SET media_until = media_until - interval '330 minutes' WHERE id = $1`,
      [id],
    );
    expect(await workers[0].feed.tick()).toBe(0);
    expect(await workers[0].send(await fed(bench.database, batch))).toBe('released');
    expect(await ledger()).toEqual([]);
    await workers[1].media.tick();
    expect(await urlsOf(id)).not.toEqual(before);
    expect(await workers[0].send(await fed(bench.database, batch))).toBe('accepted');
    expect((await ledger())[0]?.media_urls).toEqual(await urlsOf(id));
  });

  it('keep a fallback text from nothing: it needs none of them', async () => {
    const { id, batch } = await anMms([await aMedium()]);
    await bench.database.query(`UPDATE batches SET channel = 'sms', content = '{}' WHERE id = $1`, [batch]);
    expect(await workers[0].send(await fed(bench.database, batch))).toBe('accepted');
    expect(await ledger()).toMatchObject([{ type: 'sms', media_urls: [] }]);
    expect((await campaignRow(bench.database, id)).state).toBe('running');
  });

  it('go by the lanes of MMS, and the fallback text by those of SMS', async () => {
    const { id, batch } = await anMms(['https://example.com/a.png']);
    await bench.database.query(
      `INSERT INTO batches (campaign_id, number, country, destinations, text, channel, content)
       VALUES ($1, 2, 'DE', '{491512345678}', 'Hello', 'sms', '{}')`,
      [id],
    );
    await bench.database.query(
      `INSERT INTO messages (campaign_id, phone, batch_id) SELECT campaign_id, 491512345678, id FROM batches WHERE campaign_id = $1 AND number = 2`,
      [id],
    );
    await workers[0].media.tick();
    const { lanes } = workers[0];
    const lane = (await lanes.list()).find(({ kind, channel }) => kind === 'account_messages' && channel === 'mms');
    await lanes.set(lane?.id ?? 0, { amount: 1, windowMs: 86_400_000 });
    expect(await workers[0].feed.tick()).toBe(1);
    const { rows } = await bench.database.query<{ number: number; state: string }>(
      'SELECT number, state FROM batches WHERE campaign_id = $1 ORDER BY number',
      [id],
    );
    expect(rows.map(({ state }) => state)).toEqual(['planned', 'fed']);
    expect((await campaignRow(bench.database, id)).reason).toMatchObject({
      code: 'lane_too_slow',
      message: expect.stringContaining('Batches to US are not sent') as string,
    });
    await lanes.set(lane?.id ?? 0, { amount: null, windowMs: null });
    expect(await workers[0].send(await fed(bench.database, batch))).toBe('accepted');
    expect((await ledger())[0]?.type).toBe('mms');
  });

  it('that the provider refuses pause the campaign with its words', async () => {
    const medium = await aMedium();
    await bench.database.query(`UPDATE media SET content_type = 'application/zip' WHERE id = $1`, [medium]);
    const { id } = await anMms([medium]);
    await workers[0].media.tick();
    const { state, reason } = await campaignRow(bench.database, id);
    expect(state).toBe('paused');
    expect(reason).toMatchObject({
      code: 'media_refused',
      message: expect.stringContaining(`medium ${medium}: content type application/zip is not supported`) as string,
    });
  });
});
