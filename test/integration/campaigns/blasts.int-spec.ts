import { ImportRunner } from '@herald/audience';
import { PlanService } from '@herald/campaigns';
import { Lanes } from '@herald/lanes';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../support/wait-for';
import { startApi, type TestApi } from '../api/start-api';
import { aList } from './factories';

const CAMPAIGN = { name: 'Flash sale', text: 'Today only: 20 % off.', src: '+14155550100' };
const CSV = 'phone,name\n+14155550101,Ada\n+14155550102,Bob\n+14155550101,Ada again\nnonsense,Eve\n';

interface Part {
  readonly name: string;
  readonly value: string;
  readonly fileName?: string;
}

const campaignPart = (change: object = {}): Part => ({
  name: 'campaign',
  value: JSON.stringify({ ...CAMPAIGN, ...change }),
});
const filePart = (value = CSV): Part => ({ name: 'file', value, fileName: 'customers.csv' });

function form(parts: readonly Part[]): string {
  const texts = parts.map(({ name, value, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: text/csv`;
    return `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${texts.join('')}--edge--\r\n`;
}

describe('POST /v1/blasts', () => {
  let api: TestApi;
  let folder: string;
  let write: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-blasts-'));
    api = await startApi({ DATA_DIR: folder });
    write = await api.as('write');
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const headers = (key?: string) => ({
    ...write,
    'content-type': 'multipart/form-data; boundary=edge',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  });
  const blast = (parts: readonly Part[], key?: string) =>
    api.app.inject({ method: 'POST', url: '/v1/blasts', headers: headers(key), payload: form(parts) });
  const things = async () => {
    const { rows } = await api.database.query<{ lists: number; imports: number; campaigns: number }>(
      `SELECT (SELECT count(*)::int FROM lists) AS lists, (SELECT count(*)::int FROM imports) AS imports,
         (SELECT count(*)::int FROM campaigns) AS campaigns`,
    );
    return { ...rows[0], files: (await readdir(join(folder, 'uploads')).catch(() => [])).length };
  };

  it('imports, plans and launches', async () => {
    const answer = await blast([campaignPart(), filePart()], 'first');
    expect(answer.statusCode).toBe(202);
    const body = answer.json<{ campaign: { id: number; list_id: number }; import: { id: number } }>();
    expect(body).toMatchObject({
      campaign: { name: 'Flash sale', state: 'planning', after_import_id: body.import.id },
      import: { list_id: body.campaign.list_id, state: 'queued', file_name: 'customers.csv' },
    });
    expect(answer.headers.location).toBe(`/v1/campaigns/${body.campaign.id}`);

    const planner = api.app.get(PlanService, { strict: false });
    expect(await planner.plan(body.campaign.id)).toBe('idle');
    await api.app.get(ImportRunner, { strict: false }).run(body.import.id);
    expect(await planner.plan(body.campaign.id)).toBe('planned');
    const read = await api.app.inject({ url: `/v1/campaigns/${body.campaign.id}`, headers: write });
    expect(read.json()).toMatchObject({
      state: 'running',
      list_rows: 4,
      list_duplicates: 1,
      list_rejects: 1,
      list_contacts: 2,
      messages: 2,
      batches: 1,
    });
  });

  it('pauses what its forecast says cannot be sent in time, and goes on once that is accepted', async () => {
    // A unit in 10 s.
    const lane = { amount: 1, windowMs: 10_000, brand: null, source: 'test' };
    await api.app.get(Lanes, { strict: false }).create({ kind: 'sender', key: '14155550177', channel: 'sms' }, lane);
    const slow = { src: '+14155550177', message_expiry: 10 };
    const planned = async (change: object, key: string) => {
      const answer = await blast([campaignPart({ ...slow, ...change }), filePart()], key);
      expect(answer.statusCode).toBe(202);
      const made = answer.json<{ campaign: { id: number }; import: { id: number } }>();
      await api.app.get(ImportRunner, { strict: false }).run(made.import.id);
      await api.app.get(PlanService, { strict: false }).plan(made.campaign.id);
      return `/v1/campaigns/${made.campaign.id}`;
    };
    const read = async (url: string): Promise<unknown> => (await api.app.inject({ url, headers: write })).json();
    const resume = async (url: string, payload?: object): Promise<unknown> =>
      (
        await api.app.inject({
          method: 'POST',
          url: `${url}/resume`,
          headers: write,
          ...(payload === undefined ? {} : { payload }),
        })
      ).json();

    const refused = await planned({}, 'too-slow');
    expect(await read(refused)).toMatchObject({
      state: 'paused',
      started_at: null,
      messages: 2,
      reason: {
        code: 'forecast_refused',
        message: expect.stringMatching(/to US 10 s through sender 14155550177.*accept_forecast/) as string,
      },
    });
    expect(await resume(refused)).toMatchObject({ status: 409, code: 'forecast_refused' });
    expect(await resume(refused, { accept_forecast: true })).toMatchObject({ state: 'running', reason: null });
    expect(await read(await planned({ accept_forecast: true }, 'accepted'))).toMatchObject({ state: 'running' });
    expect(await read(await planned({ message_expiry: 100 }, 'in-time'))).toMatchObject({ state: 'running' });
  });

  it('tells a repeat the first answer and makes nothing new', async () => {
    const first = await blast([campaignPart(), filePart()], 'again');
    const before = await things();
    const second = await blast([campaignPart(), filePart()], 'again');
    expect(second.statusCode).toBe(202);
    expect(second.json()).toEqual(first.json());
    expect(second.headers['idempotency-replay']).toBe('true');
    expect(await things()).toEqual(before);
  });

  it('makes one campaign of many repeats at the same time', async () => {
    const before = await things();
    const answers = await Promise.all(Array.from({ length: 6 }, () => blast([campaignPart(), filePart()], 'storm')));
    const statuses = answers.map((answer) => answer.statusCode);
    expect(statuses).toContain(202);
    // Still running, or told the first one's answer.
    expect(statuses.filter((status) => status !== 202 && status !== 409)).toEqual([]);
    const after = await things();
    expect(after).toEqual({
      lists: (before.lists ?? 0) + 1,
      imports: (before.imports ?? 0) + 1,
      campaigns: (before.campaigns ?? 0) + 1,
      files: before.files + 1,
    });
  });

  it.each([
    ['another file', [campaignPart(), filePart(`${CSV}+14155550199,Zoe\n`)]],
    ['another text', [campaignPart({ text: 'Something else' }), filePart()]],
    ['other import options', [campaignPart(), { name: 'import', value: '{"default_country":"US"}' }, filePart()]],
  ])('refuses the key of another request: %s', async (_, parts) => {
    await blast([campaignPart(), filePart()], 'taken');
    const before = await things();
    expect((await blast(parts, 'taken')).json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await things()).toEqual(before);
  });

  it('imports into a list that is there already', async () => {
    const listId = await aList(api.database);
    const answer = await blast([campaignPart({ list_id: listId }), filePart()], 'given-list');
    expect(answer.json()).toMatchObject({ campaign: { list_id: listId }, import: { list_id: listId } });
  });

  it.each<[string, number, readonly Part[], (string | undefined)?]>([
    ['idempotency_key_required', 422, [campaignPart(), filePart()], undefined],
    ['campaign_part_first', 422, [filePart(), campaignPart()], 'a'],
    ['campaign_part_first', 422, [], 'b'],
    ['file_missing', 422, [campaignPart()], 'c'],
    ['campaign_invalid', 422, [{ name: 'campaign', value: '{"name": 7' }, filePart()], 'd'],
    ['campaign_invalid', 422, [campaignPart({ colour: 'red' }), filePart()], 'e'],
    ['import_invalid', 422, [campaignPart(), { name: 'import', value: '{"colour":"red"}' }, filePart()], 'f'],
    ['text_too_long', 422, [campaignPart({ text: 'x'.repeat(1_601) }), filePart()], 'g'],
    ['sender_ambiguous', 422, [campaignPart({ powerpack_uuid: crypto.randomUUID() }), filePart()], 'h'],
    ['list_not_found', 404, [campaignPart({ list_id: 999_999 }), filePart()], 'i'],
    ['schedule_in_past', 422, [campaignPart({ scheduled_at: '2020-01-01T00:00:00Z' }), filePart()], 'j'],
    ['empty_file', 422, [campaignPart(), filePart('')], 'k'],
    ['header_only', 422, [campaignPart(), filePart('phone,name\n')], 'l'],
    ['no_phone_column', 422, [campaignPart(), filePart('colour,size\nred,small\nblue,big\n')], 'm'],
  ])('answers %s and leaves nothing behind', async (code, status, parts, key) => {
    const before = await things();
    const answer = await blast(parts, key);
    expect({ status: answer.statusCode, code: answer.json<{ code: string }>().code }).toEqual({ status, code });
    expect(await things()).toEqual(before);
  });

  it('leaves nothing behind when the upload is cut off half-way', async () => {
    const before = await things();
    await api.app.listen(0, '127.0.0.1');
    const { port } = new URL(await api.app.getUrl());
    const whole = form([campaignPart(), filePart(CSV.repeat(100))]);
    const upload = request({
      port,
      method: 'POST',
      path: '/v1/blasts',
      headers: { ...headers('cut'), 'content-length': whole.length },
    });
    upload.on('error', () => undefined);
    upload.write(whole.slice(0, whole.length / 2));
    await waitFor('the half file', async () => (await things()).files > before.files);
    upload.destroy();
    await waitFor('the half file to be removed', async () => (await things()).files === before.files);
    expect(await things()).toEqual(before);
    const again = await blast([campaignPart(), filePart()], 'cut');
    expect(again.statusCode).toBe(202);
  });
});
