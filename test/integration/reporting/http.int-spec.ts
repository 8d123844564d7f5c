import { ProgressFeed, type Report } from '@herald/reporting';
import { ReportDto } from '../../../apps/api/src/reporting/report.dto';
import { waitFor } from '../../support/wait-for';
import { startApi, type TestApi } from '../api/start-api';
import { aCampaign } from './ledger-fixture';
import { MIDWAY } from './setup';

describe('reports over HTTP', () => {
  let api: TestApi;
  let url: string;
  let headers: Record<string, string>;
  let id: number;

  beforeAll(async () => {
    api = await startApi();
    await api.app.listen(0, '127.0.0.1');
    url = await api.app.getUrl();
    headers = await api.as('read');
    id = await aCampaign(api.database, { batches: MIDWAY });
  });
  afterAll(() => api.stop());

  const get = (path: string, init: RequestInit = {}) => fetch(`${url}/v1/${path}`, { headers, ...init });
  const json = async (path: string) => (await get(path)).json() as Promise<Record<string, unknown>>;

  it('answers the report exactly as it is documented', async () => {
    const answer = await get(`campaigns/${id}/report`);
    expect(answer.status).toBe(200);
    const report = (await answer.json()) as Report;
    expect(ReportDto.schema.parse(report)).toEqual(report);
    expect(report.totals.messages).toBe(15);
  });

  it('answers the ledger check, and 200 where it fails too', async () => {
    expect(await json(`campaigns/${id}/verify`)).toMatchObject({ campaign_id: id, ok: true });
    const wrong = await aCampaign(api.database, { batches: MIDWAY });
    await api.database.query('UPDATE campaigns SET batches = 99 WHERE id = $1', [wrong]);
    const answer = await get(`campaigns/${wrong}/verify`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ok: false });
  });

  it('takes filters as people write them', async () => {
    const phones = async (query: string) =>
      ((await json(`campaigns/${id}/messages?${query}`)).objects as { phone: string }[]).map(({ phone }) => phone);
    expect(await phones('phone=%2B14155550101')).toEqual(['14155550101']);
    expect(await phones('phone=+14155550101')).toEqual(['14155550101']);
    expect(await phones('country=us&state=delivered')).toEqual(['14155550101', '14155550102']);
    expect(await phones('error_code=80')).toEqual(['14155550103']);
    expect(await phones('limit=2&cursor=4915550003')).toEqual(['4915550004', '14155550101']);
  });

  it.each([
    'state=gone',
    'error_code=x',
    'country=USA',
    'phone=abc',
    'limit=0',
    'limit=1001',
    'cursor=x',
    'colour=red',
  ])('names what is wrong with ?%s', async (query) => {
    const answer = await get(`campaigns/${id}/messages?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_query', errors: [{ field: query.split('=')[0] }] });
  });

  it.each(['report', 'verify', 'messages', 'messages.csv', 'events'])(
    'answers 404 for %s of no campaign',
    async (what) => {
      for (const no of ['999999', 'seven']) {
        const answer = await get(`campaigns/${no}/${what}`);
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }
    },
  );

  it('wants a key', async () => {
    expect((await fetch(`${url}/v1/campaigns/${id}/report`)).status).toBe(401);
    expect((await fetch(`${url}/v1/campaigns/${id}/events`)).status).toBe(401);
  });

  it('sends the CSV as a file', async () => {
    const answer = await get(`campaigns/${id}/messages.csv?country=DE`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="campaign-${id}-messages.csv"`);
    const lines = (await answer.text()).split('\r\n');
    expect(lines).toHaveLength(1 + 4 + 1);
  });

  it('stops reading when the reader of a CSV leaves', async () => {
    const large = await aCampaign(api.database, {});
    await api.database.query(
      `WITH batch AS (INSERT INTO batches (campaign_id, number, country, destinations, text)
         SELECT $1, n, 'US', ARRAY(SELECT 14150000000 + n * 1000 + i FROM generate_series(0, 999) i), ''
         FROM generate_series(1, 300) n RETURNING id, destinations)
       INSERT INTO messages (campaign_id, phone, batch_id) SELECT $1, phone, id FROM batch, unnest(destinations) phone`,
      [large],
    );
    const windows = async () => {
      const { rows } = await api.database.query<{ scanned: number }>(
        `SELECT coalesce(idx_tup_fetch, 0)::int AS scanned FROM pg_stat_user_tables WHERE relname = 'messages'`,
      );
      return rows[0]?.scanned ?? 0;
    };
    const leaving = new AbortController();
    const answer = await get(`campaigns/${large}/messages.csv`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    // Statistics come late; what counts is that they then stand still far below all of it.
    let last = -1;
    const read = await waitFor('the reading to stand still', async () => {
      const now = await windows();
      const still = now === last && now > 0;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      return still ? now : undefined;
    });
    expect(read).toBeLessThan(200_000);
  });

  it('streams progress and ends it with the campaign', async () => {
    const running = await aCampaign(api.database, { batches: MIDWAY });
    const answer = await get(`campaigns/${running}/events`);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (wanted: string) => {
      while (!text.includes(wanted)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`the stream ended without ${wanted}: ${text}`);
        text += chunk.value;
      }
    };
    await until('event: progress');
    await until('"settled":9');
    await api.database.query(`UPDATE campaigns SET state = 'completed', finished_at = now() WHERE id = $1`, [running]);
    await until('event: end');
    expect((await reader?.read())?.done ?? (await reader?.closed) === undefined).toBe(true);
  });

  it('stops polling when the watcher leaves', async () => {
    const feed = api.app.get(ProgressFeed, { strict: false });
    const leaving = new AbortController();
    const answer = await get(`campaigns/${id}/events`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    expect(feed.polled).toBe(1);
    leaving.abort();
    await waitFor('the poll to end', () => feed.polled === 0, 5_000);
  });

  it('tells what ingress did with callbacks, quiet days included', async () => {
    await api.database.query(`INSERT INTO callback_stats VALUES ((now() AT TIME ZONE 'UTC')::date, 'forged', 3)`);
    const { objects } = (await json('callbacks/stats?days=2')) as { objects: { outcomes: Record<string, number> }[] };
    expect(objects.map(({ outcomes }) => outcomes.forged)).toEqual([3, 0]);
    expect((await get('callbacks/stats?days=0')).status).toBe(400);
  });
});
