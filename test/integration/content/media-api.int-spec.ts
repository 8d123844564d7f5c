import { startApi, type TestApi } from '../api/start-api';
import { aList, INPUT } from '../campaigns/factories';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a picture')]);
const MAX_BYTES = 2_000_000;

interface MediumBody {
  readonly id: number;
  readonly is_new: boolean;
}

/** Code and status of an upload of these files. */
type Refusal = [code: string, status: number, files: [name: string, bytes: Buffer][]];

describe('the media library', () => {
  let api: TestApi;
  let write: Record<string, string>;
  let base: string;
  beforeAll(async () => {
    api = await startApi();
    write = await api.as('write');
    base = (await api.app.listen(0, '127.0.0.1'), await api.app.getUrl());
  });
  afterAll(() => api.stop());

  async function upload(...files: readonly (readonly [string, Buffer])[]) {
    const form = new FormData();
    for (const [name, bytes] of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const response = await fetch(`${base}/v1/media`, { method: 'POST', headers: write, body: form });
    const body = (await response.json()) as { readonly objects: readonly MediumBody[]; readonly code: string };
    return { status: response.status, ...body };
  }
  const ask = (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', url: string, payload?: object) =>
    api.app.inject({
      method,
      url,
      headers: { ...write, 'if-match': '*' },
      ...(payload === undefined ? {} : { payload }),
    });
  const jpeg = (text: string): Buffer => Buffer.concat([JPEG, Buffer.from(text)]);
  const stored = async (text: string): Promise<number> => (await upload(['a.jpg', jpeg(text)])).objects[0]?.id ?? 0;

  it('takes several files at once, tells their type by their bytes, and keeps the same bytes once', async () => {
    const first = await upload(['spring.png', JPEG], ['notes.txt', Buffer.from('Hello')]);
    expect(first.status).toBe(201);
    expect(first.objects).toMatchObject([
      {
        file_name: 'spring.png',
        content_type: 'image/jpeg',
        bytes: JPEG.length,
        is_new: true,
        campaigns: [],
        provider_until: null,
      },
      { file_name: 'notes.txt', content_type: 'text/plain', is_new: true },
    ]);
    const again = await upload(['other name.jpg', JPEG]);
    expect(again.objects).toMatchObject([{ id: first.objects[0]?.id, file_name: 'spring.png', is_new: false }]);
    const list = (await ask('GET', '/v1/media?limit=1')).json<{ objects: MediumBody[]; next_cursor: string }>();
    expect(list.objects.map(({ id }) => id)).toEqual([first.objects[1]?.id]);
    expect(list.next_cursor).toBe(String(first.objects[1]?.id));
  });

  it('gives a file back as it came, and never as a page', async () => {
    const answer = await ask('GET', `/v1/media/${await stored('download')}/file`);
    expect(answer.rawPayload).toEqual(jpeg('download'));
    expect(answer.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
    expect(answer.headers['content-disposition']).toContain('attachment');
  });

  it.each([
    ['media_too_large', 413, [['big.jpg', Buffer.concat([JPEG, Buffer.alloc(MAX_BYTES)])]]],
    ['media_type_unsupported', 415, [['program.jpg', Buffer.from([0x4d, 0x5a, 0x90, 0])]]],
    ['media_empty', 422, [['empty.jpg', Buffer.alloc(0)]]],
    ['media_missing', 422, []],
    ['media_too_many', 422, Array.from({ length: 11 }, (_, at) => [`${at}.jpg`, jpeg(`many ${at}`)])],
    ['media_name_invalid', 422, [['x'.repeat(201), JPEG]]],
  ] satisfies Refusal[])('answers %s and keeps nothing of the form', async (code, status, files) => {
    const before = await api.database.query('SELECT 1 FROM media');
    const answer = await upload(...files);
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    expect((await api.database.query('SELECT 1 FROM media')).count).toBe(before.count);
  });

  it('keeps a medium for as long as a campaign needs it', async () => {
    const id = await stored('in use');
    const other = await stored('other');
    const content = { media: [id] };
    const campaign = { ...INPUT, text: '', type: 'mms', content, list_id: await aList(api.database) };
    const created = (await ask('POST', '/v1/campaigns', campaign)).json<{
      id: number;
      content: object;
      type: string;
    }>();
    expect(created).toMatchObject({ type: 'mms', content });
    const refused = await ask('DELETE', `/v1/media/${id}`);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'media_in_use']);
    expect((await ask('GET', `/v1/media/${id}`)).json<{ campaigns: number[] }>().campaigns).toEqual([created.id]);
    await ask('PATCH', `/v1/campaigns/${created.id}`, { content: { media: [other] } });
    expect((await ask('DELETE', `/v1/media/${id}`)).statusCode).toBe(204);
    expect((await ask('DELETE', `/v1/media/${id}`)).statusCode).toBe(404);
    await ask('DELETE', `/v1/campaigns/${created.id}`);
    expect((await ask('DELETE', `/v1/media/${other}`)).statusCode).toBe(204);
  });

  it('refuses a campaign whose media it does not have, or are too much for one message', async () => {
    const list = await aList(api.database);
    const create = async (media: readonly number[]) =>
      (await ask('POST', '/v1/campaigns', { ...INPUT, type: 'mms', content: { media }, list_id: list })).json<{
        code: string;
        detail: string;
      }>();
    const unknown = await create([999_999]);
    expect(unknown).toMatchObject({
      code: 'media_not_found',
      detail: 'content.media names 999999, which the media library does not have.',
    });
    const half = (text: string): Buffer => Buffer.concat([JPEG, Buffer.alloc(1_900_000), Buffer.from(text)]);
    const { objects } = await upload(['1.jpg', half('1')], ['2.jpg', half('2')], ['3.jpg', half('3')]);
    const heavy = await create(objects.map(({ id }) => id));
    expect(heavy.code).toBe('media_too_large');
    expect(heavy.detail).toContain('the provider takes at most 5000000 in one message');
  });
});
