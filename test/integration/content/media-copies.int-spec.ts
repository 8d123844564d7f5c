import { MediaCopies } from '@herald/content';

import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { plivoClients } from '../../support/plivo-clients';
import { startApi, type TestApi } from '../api/start-api';
import { runCli } from '../cli/run-cli';

describe('the copies of media at the provider', () => {
  let simulator: Simulator;
  let api: TestApi;
  let copies: MediaCopies;
  let clients: ReturnType<typeof plivoClients>;
  let headers: Record<string, string>;
  let made = 0;

  beforeAll(async () => {
    simulator = await startSimulator({ preset: 'open' });
    const { authId, authToken, url } = simulator;
    clients = plivoClients({ authId, authToken, baseUrl: url });
    api = await startApi({ PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: authToken, PLIVO_BASE_URL: url });
    copies = api.app.get(MediaCopies, { strict: false });
    headers = await api.as('write');
    await api.app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await clients.close();
    await api.stop();
    await simulator.close();
  });
  beforeEach(() => fetch(`${simulator.url}/_sim/reset`, { method: 'POST' }));

  /** All of one name and size. */
  async function aMedium(): Promise<number> {
    made += 1;
    const { rows } = await api.database.query<{ id: number }>(
      `INSERT INTO media (sha256, file_name, content_type, data, created_at)
       VALUES (sha256($1), 'a.jpg', 'image/jpeg', $1, now()) RETURNING id`,
      [Buffer.from(`picture ${String(made).padStart(3, '0')}`)],
    );
    return rows[0]?.id ?? 0;
  }
  const uploads = async (): Promise<number> => (await clients.media.list()).objects.length;
  const patience = (id: number): Promise<unknown> =>
    api.database.query(`UPDATE media SET lease_until = lease_until - interval '1 hour' WHERE id = $1`, [id]);
  /** An upload that the provider took, or did not, and whose answer never came. */
  async function lose(id: number, when: 'before' | 'after'): Promise<void> {
    const fault = `resource_drop_${when}_accept`;
    simulator.setOptions({ faults: { [fault]: { probability: 1 } } });
    await expect(copies.fresh(id, 60)).rejects.toMatchObject({ mayHaveHappened: true });
    simulator.setOptions({ faults: { [fault]: { probability: 0 } } });
    await patience(id);
  }
  const refresh = async (id: number) =>
    (await api.app.inject({ method: 'POST', url: `/v1/media/${id}/refresh`, headers })).json<Record<string, unknown>>();

  it('are found in the list when the answer to their upload was lost, and no other of their name and size', async () => {
    const [one, other] = [await aMedium(), await aMedium()];
    await lose(one, 'after');
    await copies.fresh(other, 60);
    const copy = await copies.fresh(one, 60);
    expect(await uploads()).toBe(2);
    const { objects } = await clients.media.list();
    const mine = objects.find(
      ({ media_url: url }) => 'url' in (copy as object) && url === (copy as { url: string }).url,
    );
    const { rows } = await api.database.query<{ hash: string }>(
      `SELECT encode(sha256, 'hex') AS hash FROM media WHERE id = $1`,
      [one],
    );
    expect(mine?.file_name).toBe(`a-${rows[0]?.hash.slice(0, 16) ?? ''}.jpg`);
    expect(await refresh(one)).toMatchObject({ copy: 'there', provider_until: expect.any(String) as string });
  });

  it('are uploaded again when nothing of it is there, or not for as long as they are needed', async () => {
    const [never, late] = [await aMedium(), await aMedium()];
    await lose(never, 'before');
    await copies.fresh(never, 60);
    expect(await uploads()).toBe(1);
    await lose(late, 'after');
    await copies.fresh(late, 6 * 3_600 - 60);
    expect(await uploads()).toBe(3);
  });

  it('that are gone are forgotten, and running campaigns wait for new ones', async () => {
    const id = await aMedium();
    expect(await refresh(id)).toMatchObject({ copy: 'none' });
    await copies.fresh(id, 60);
    const { rows } = await api.database.query<{ id: number }>(
      `WITH l AS (INSERT INTO lists (name) VALUES ('x') RETURNING id)
       INSERT INTO campaigns (name, list_id, state, type, src, text, encoding, units_per_message, content, media_until)
       SELECT 'x', id, 'running', 'mms', '14155550100', '', 'gsm7', 1, $1, now() + interval '5 hours' FROM l RETURNING id`,
      [{ media: [id] }],
    );
    const campaign = rows[0]?.id;
    await api.database.query('INSERT INTO campaign_media (campaign_id, media_id) VALUES ($1, $2)', [campaign, id]);
    const waits = async () =>
      (await api.database.query(`SELECT FROM campaigns WHERE id = $1 AND media_until = '-infinity'`, [campaign])).count;
    expect([await refresh(id), await waits()]).toMatchObject([{ copy: 'there' }, 0]);
    await fetch(`${simulator.url}/_sim/reset`, { method: 'POST' });
    const access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('write')];
    expect((await runCli(['media', 'refresh', String(id), ...access])).stdout).toBe(`Medium ${id} is gone there.\n`);
    expect([await refresh(id), await waits()]).toMatchObject([{ copy: 'none', provider_until: null }, 1]);
    expect(await refresh(999_999)).toMatchObject({ status: 404, code: 'media_not_found' });
  });
});
