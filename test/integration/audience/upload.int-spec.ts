import { ImportRunner } from '@herald/audience';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../support/wait-for';
import { startApi, type TestApi } from '../api/start-api';

interface ImportJson {
  readonly id: number;
  readonly state: string;
  readonly contacts: number;
  readonly layout: { readonly phone_column: string };
}

const CSV = 'Name;Handy;Büro\r\nZoë;0170 6256829;\r\nJosé;12345;\r\n';

describe('uploads over HTTP', () => {
  let api: TestApi;
  let folder: string;
  let headers: Record<string, string>;
  let listId: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-upload-'));
    api = await startApi({ DATA_DIR: folder });
    headers = await api.as('write');
    await api.app.listen(0, '127.0.0.1');
  });
  beforeEach(async () => {
    const created = await api.app.inject({
      method: 'POST',
      url: '/v1/lists',
      headers,
      payload: { name: 'Kunden', default_country: 'de' },
    });
    expect([created.statusCode, created.json()]).toMatchObject([201, { default_country: 'DE', contacts: 0 }]);
    listId = created.json<{ id: number }>().id;
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const post = (payload: string | Buffer, query = '', more: Record<string, string> = {}, id = listId) =>
    api.app.inject({
      method: 'POST',
      url: `/v1/lists/${String(id)}/imports${query}`,
      headers: { 'content-type': 'text/csv', ...headers, ...more },
      payload,
    });
  const get = (url: string) => api.app.inject({ url, headers });
  const files = () => readdir(join(folder, 'uploads')).catch(() => []);

  it('answers 202 with an import to watch', async () => {
    const answer = await post(CSV, '?file_name=kunden.csv');
    const created = answer.json<ImportJson>();
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.location).toBe(`/v1/imports/${String(created.id)}`);
    expect(created).toMatchObject({
      list_id: listId,
      state: 'queued',
      file_name: 'kunden.csv',
      layout: { phone_column: 'Handy', delimiter: ';', default_country: 'DE' },
    });

    await api.app.get(ImportRunner, { strict: false }).run(created.id);
    const done = { state: 'completed', rows: 2, contacts: 1, duplicates: 0, rejects: 1, error: null };
    expect((await get(`/v1/imports/${String(created.id)}`)).json()).toMatchObject(done);
    expect((await get(`/v1/lists/${String(listId)}`)).json()).toMatchObject({ contacts: 1 });
    const page = (await get(`/v1/lists/${String(listId)}/imports?limit=1`)).json<{ objects: ImportJson[] }>();
    expect(page.objects.map(({ id }) => id)).toEqual([created.id]);
    const events = await fetch(`${await api.app.getUrl()}/v1/imports/${String(created.id)}/events`, { headers });
    const told = await events.text();
    expect(told).toMatch(/event: end\n/);
    expect(told).toContain('"state":"completed"');
    const rejects = await get(`/v1/imports/${String(created.id)}/rejects.csv`);
    expect(rejects.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(rejects.body).toContain('2,reject,phone_too_short,Handy,');
  });

  it('takes a form with options after the file', async () => {
    const form = new FormData();
    form.append('file', new Blob([CSV]), 'export.csv');
    form.append('options', JSON.stringify({ phone_column: 'name', attribute_columns: [], max_reject_ratio: 0.1 }));
    const body = new Response(form);
    const answer = await post(Buffer.from(await body.arrayBuffer()), '', {
      'content-type': body.headers.get('content-type') ?? '',
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      202,
      { file_name: 'export.csv', layout: { phone_column: 'Name', attribute_columns: [] } },
    ]);
  });

  it.each([
    ['empty_file', 422, ''],
    ['header_only', 422, 'name,phone\n'],
    ['no_phone_column', 422, 'name,mail\nAna,ana@example.com\n'],
    ['not_a_csv', 422, '%PDF-1.7\n'],
  ])('tells what is wrong with a file: %s', async (code, status, payload) => {
    const before = await files();
    const answer = await post(payload);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code, status }]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await files()).toEqual(before);
  });

  it('knows unknown lists, imports, columns and options', async () => {
    expect((await post(CSV, '', {}, 999_999)).json()).toMatchObject({ status: 404, code: 'list_not_found' });
    expect((await get('/v1/imports/999999')).json()).toMatchObject({ status: 404, code: 'import_not_found' });
    expect((await get('/v1/imports/999999/events')).json()).toMatchObject({ status: 404, code: 'import_not_found' });
    expect((await get('/v1/imports/999999/rejects.csv')).json()).toMatchObject({ status: 404 });
    expect((await post(CSV, '?phone_column=Mobil')).json()).toMatchObject({ code: 'unknown_column' });
    expect((await post(CSV, '?max_reject_ratio=2')).json()).toMatchObject({ status: 400, code: 'invalid_query' });
    expect((await post('{}', '', { 'content-type': 'application/json' })).json()).toMatchObject({
      status: 415,
      code: 'upload_type_unsupported',
    });
  });

  it('needs a key that may write', async () => {
    expect((await post(CSV, '', await api.as('read'))).statusCode).toBe(403);
  });

  it('keeps nothing of an upload that is cut off half-way', async () => {
    const before = await files();
    const { port } = new URL(await api.app.getUrl());
    const upload = request({
      port,
      method: 'POST',
      path: `/v1/lists/${String(listId)}/imports`,
      headers: { ...headers, 'content-type': 'text/csv', 'content-length': '1000000' },
    });
    upload.on('error', () => undefined);
    upload.write(CSV);
    await waitFor('the upload to begin', async () => (await files()).length > before.length);
    upload.destroy();
    await waitFor('the file to go', async () => (await files()).length === before.length);
    expect((await get(`/v1/lists/${String(listId)}/imports`)).json()).toMatchObject({ objects: [] });
  });

  it('keeps nothing of a form that is cut off half-way', async () => {
    const before = await files();
    const answer = await post(
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nphone\n4155',
      '',
      { 'content-type': 'multipart/form-data; boundary=x' },
    );
    expect(answer.statusCode).toBe(422);
    expect(await files()).toEqual(before);
    expect((await get(`/v1/lists/${String(listId)}/imports`)).json()).toMatchObject({ objects: [] });
  });

  it('imports once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': `upload-${String(listId)}` };
    const first = await post(CSV, '', key);
    const before = await files();
    const again = await post(CSV, '', key);
    expect([again.statusCode, again.json<ImportJson>().id]).toEqual([202, first.json<ImportJson>().id]);
    expect((await post(`${CSV}\r\n`, '', key)).json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await files()).toEqual(before);
    expect((await get(`/v1/lists/${String(listId)}/imports`)).json<{ objects: object[] }>().objects).toHaveLength(1);
  });

  it('pages through lists', async () => {
    const first = (await get('/v1/lists?limit=2')).json<{ objects: { id: number }[]; next_cursor: string }>();
    expect(first.objects[0]?.id).toBe(listId);
    const next = (await get(`/v1/lists?limit=2&cursor=${first.next_cursor}`)).json<{ objects: { id: number }[] }>();
    expect(next.objects[0]?.id).toBe(listId - 2);
  });
});
