import { ApiFault } from './api-fault';
import { parseRequestBody } from './request-body';

describe('a request body', () => {
  it('is JSON when nothing else is said', async () => {
    const { fields } = await parseRequestBody(Buffer.from('{"numbers":["1"],"url":null}'), undefined);
    expect(fields).toEqual({ numbers: ['1'], url: null });
  });

  it('is a form, a repeated name a list', async () => {
    const body = await parseRequestBody(Buffer.from('a=1+2&b=x&b=y'), 'application/x-www-form-urlencoded');
    expect(body).toEqual({ fields: { a: '1 2', b: ['x', 'y'] }, files: [] });
  });

  it('is an upload with files', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array([0, 255])], { type: 'image/png' }), 'cat.png');
    form.append('file', new Blob(['%PDF'], { type: 'application/pdf' }), 'menu.pdf');
    form.append('note', 'hello');
    const sent = new Response(form);
    const bytes = Buffer.from(await sent.arrayBuffer());
    const { fields, files } = await parseRequestBody(bytes, sent.headers.get('content-type') ?? '');
    expect(fields).toEqual({ note: 'hello' });
    expect(files.map(({ field, name, contentType }) => [field, name, contentType])).toEqual([
      ['file', 'cat.png', 'image/png'],
      ['file', 'menu.pdf', 'application/pdf'],
    ]);
    expect(files[0]?.bytes).toEqual(Buffer.from([0, 255]));
  });

  it('may be empty', async () => {
    for (const text of ['', '""', 'null']) {
      expect(await parseRequestBody(Buffer.from(text), 'application/json')).toEqual({ fields: {}, files: [] });
    }
  });

  it.each([
    ['no JSON', 'x', 'application/json'],
    ['no object', '[1]', 'application/json'],
    ['no multipart', 'x', 'multipart/form-data; boundary=b'],
  ])('that is %s is refused with 400', async (_, text, type) => {
    const fault = await parseRequestBody(Buffer.from(text), type).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ApiFault);
    expect((fault as ApiFault).status).toBe(400);
  });
});
