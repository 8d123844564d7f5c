import { Client } from 'plivo';

import { type Bench, setup, tearDown } from './support';

afterEach(tearDown);

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const US = '14155550101';

interface Upload {
  readonly media_id: string;
  readonly media_url: string;
  readonly status: string;
  readonly status_code: number;
  readonly error_message?: string;
  readonly size: number;
}

interface Uploaded {
  readonly status: number;
  readonly error: string | undefined;
  readonly objects: readonly Upload[];
}

const mediaUrl = ({ sim }: Bench): string => `${sim.url}/v1/Account/${sim.authId}/Media/`;

async function upload(bench: Bench, ...files: readonly (readonly [Buffer, string, string])[]): Promise<Uploaded> {
  const form = new FormData();
  for (const [bytes, type, name] of files) form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const { authId, authToken } = bench.sim;
  const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
  const answer = await fetch(mediaUrl(bench), { method: 'POST', headers: { authorization }, body: form });
  const body = (await answer.json()) as { objects?: Upload[]; error?: string };
  return { status: answer.status, error: body.error, objects: body.objects ?? [] };
}

const png = (name = 'cat.png', bytes = PNG): readonly [Buffer, string, string] => [bytes, 'image/png', name];

describe('uploaded media', () => {
  it('is shown as the reference has it, and its link leads to the file', async () => {
    const bench = await setup();
    const { status, objects } = await upload(bench, png(), [Buffer.from('%PDF'), 'application/pdf', 'menu.pdf']);
    expect(status).toBe(200);
    expect(objects).toMatchObject([
      { status: 'success', status_code: 201, content_type: 'image/png', file_name: 'cat.png', size: PNG.length },
      { status: 'success', status_code: 201, content_type: 'application/pdf', file_name: 'menu.pdf', size: 4 },
    ]);
    const [first] = objects;
    const { json } = await bench.get(`${mediaUrl(bench)}${first?.media_id ?? ''}/`);
    expect(json).toMatchObject({
      media_id: first?.media_id,
      size: PNG.length,
      upload_time: expect.stringMatching(/Z$/) as string,
    });
    const file = await fetch(first?.media_url ?? '');
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
  });

  it('is listed page by page, latest first, by the official SDK', async () => {
    const bench = await setup();
    for (const name of ['a.png', 'b.png', 'c.png']) await upload(bench, png(name));
    const { authId, authToken, url } = bench.sim;
    const client = new Client(authId, authToken, { url: `${url}/v1/Account/${authId}` });
    const page = (await client.media.list({ limit: 2, offset: 1 })) as unknown as {
      fileName: string;
      mediaId: string;
    }[] & { meta: Record<string, unknown> };
    expect(page.map(({ fileName }) => fileName)).toEqual(['b.png', 'a.png']);
    expect(page.meta).toMatchObject({ limit: 2, offset: 1, totalCount: 3 });
    expect(await client.media.get(page[0]?.mediaId ?? '')).toMatchObject({ fileName: 'b.png' });
  });

  it.each([
    ['a type that is none of those', [Buffer.from('x'), 'application/zip', 'a.zip'], 'application/zip'],
    ['more than 2 MB', png('a.png', Buffer.alloc(2 * 1024 * 1024 + 1)), 'larger than 2097152 bytes'],
    ['nothing in it', png('a.png', Buffer.alloc(0)), 'file is empty'],
  ] as const)('is refused with %s, beside those that are fine', async (_, bad, message) => {
    const { objects } = await upload(await setup(), png(), bad);
    expect(objects[0]?.status).toBe('success');
    expect(objects[1]).toMatchObject({ status: 'failed', status_code: 400 });
    expect(objects[1]?.error_message).toContain(message);
    expect(objects[1]).not.toHaveProperty('media_id');
  });

  it('is refused whole with more than ten files, without one, and at the first fault if so set', async () => {
    const bench = await setup();
    expect(await upload(bench, ...Array.from({ length: 11 }, () => png()))).toMatchObject({
      status: 400,
      error: 'file: at most 10 are allowed',
    });
    expect(await upload(bench)).toMatchObject({ status: 400 });
    bench.sim.setOptions({ unknowns: { media_refusal: 'request' } });
    expect(await upload(bench, png(), [PNG, 'application/zip', 'a.zip'])).toMatchObject({ status: 400, objects: [] });
  });

  it('expires when it stays unused, and lives on once it was sent', async () => {
    const bench = await setup({ options: { media: { unused_ttl_ms: 30_000 }, time_scale: 100 } });
    const { objects } = await upload(bench, png('used.png'), png('unused.png'));
    const [used, unused] = objects;
    const sent = await bench.send({ dst: US, type: 'mms', media_urls: [used?.media_url] });
    expect(sent.status).toBe(202);
    const gone = performance.now() + 320;
    while (performance.now() < gone) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await bench.get(`${mediaUrl(bench)}${used?.media_id ?? ''}/`)).status).toBe(200);
    expect((await bench.get(`${mediaUrl(bench)}${unused?.media_id ?? ''}/`)).status).toBe(404);
    expect((await fetch(unused?.media_url ?? '')).status).toBe(404);
    const refused = await bench.send({ dst: US, type: 'mms', media_urls: [unused?.media_url] });
    expect(refused).toMatchObject({ status: 400, json: { error: expect.stringContaining('not found') as string } });
  });

  it('is what the media of its message are', async () => {
    const bench = await setup();
    const { objects } = await upload(bench, png());
    const { json } = await bench.send({ dst: US, type: 'mms', media_urls: [objects[0]?.media_url] });
    const [uuid = ''] = json.message_uuid as string[];
    const media = await bench.get(`${bench.messagesUrl}${uuid}/Media/`);
    const [found] = media.json.objects as Upload[];
    expect(found).toMatchObject({ media_id: objects[0]?.media_id, size: PNG.length, message_uuid: uuid });
    expect((await fetch(found?.media_url ?? '')).headers.get('content-type')).toBe('image/png');
  });

  it('fails the message with 120 when all of it weighs more than 5 MB', async () => {
    const bench = await setup();
    const big = png('big.png', Buffer.alloc(1_900_000, 1));
    const { objects } = await upload(bench, big, big, big);
    await bench.send({ dst: US, type: 'mms', media_urls: objects.map(({ media_url }) => media_url) });
    expect((await bench.settled()).by_error_code).toEqual({ '120': 1 });
  });

  it('does not leave the countries that have MMS, nor a number that has none', async () => {
    const bench = await setup();
    const mms = { type: 'mms', media_urls: ['https://media.example.com/a.png'] };
    expect((await bench.send({ ...mms, dst: `${US}<442071838750` })).json.error).toBe(
      'dst: 442071838750 can not receive mms',
    );
    bench.sim.setOptions({ account: { numbers: { '14155550100': { type: 'long_code', capabilities: ['sms'] } } } });
    expect((await bench.send({ ...mms, dst: US })).json.error).toBe('src is not enabled for mms');
  });

  it('is forgotten with everything else on reset', async () => {
    const bench = await setup();
    const { objects } = await upload(bench, png());
    await bench.control('POST', '/_sim/reset');
    expect((await bench.get(`${mediaUrl(bench)}${objects[0]?.media_id ?? ''}/`)).status).toBe(404);
  });
});
