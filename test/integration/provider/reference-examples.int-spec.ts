import { type Operation, type OperationId, OPERATIONS } from '@herald/provider';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { canonical } from '../../support/canonical';
import { plivoClients, type PlivoClients } from '../../support/plivo-clients';
import { DRIVE } from './drive-example';
import { objectExamples, operationExamples } from '../../support/plivo-reference';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly body: string;
}

const ID = 'ID1';
const IDS = Object.keys(OPERATIONS) as OperationId[];
const examples = operationExamples();
const answers = examples.flatMap((each) =>
  each.responses.map((response, at) => ({ ...each, response, request: each.requests[at] ?? each.requests[0] })),
);

/** Every id is the same one: the braces of a path have other names in the reference than in the table. */
const filled = (path: string): string => path.replace(/\{\w+\}|<\w+>|(?<=Number\/)\d+/g, ID).replace(/\?.*$/, '');

describe('the examples of the provider’s reference', () => {
  let server: Server;
  let clients: PlivoClients;
  let other: PlivoClients;
  let answer: { status: number; body: unknown };
  let seen: Seen | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const path = (request.url ?? '').replace('/v1/Account/MA1/', '').replace(/\?.*$/, '');
        seen = { method: request.method ?? '', path, type: request.headers['content-type'], body };
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    clients = plivoClients({ authId: 'MA1', authToken: 't', baseUrl });
    other = plivoClients({ authId: 'MA1', authToken: 't', baseUrl, spelling: 'other' });
  });
  afterAll(async () => {
    await Promise.all([clients.close(), other.close()]);
    server.close();
  });

  async function drive(id: OperationId, by: PlivoClients, status: number, response: unknown, body: unknown = {}) {
    answer = { status, body: response };
    const given = { id: ID, body: body as never, response: (response ?? {}) as Record<string, unknown> };
    return await DRIVE[id](by, given);
  }

  it('are of 48 operations, each in the table once, under its method and one of its two spellings', () => {
    expect(examples.map(({ operation }) => operation).sort()).toEqual([...IDS].sort());
    expect(examples).toHaveLength(48);
    for (const { operation, method, path } of examples) {
      const known: Operation = OPERATIONS[operation as OperationId];
      expect([operation, method]).toEqual([operation, known.method]);
      expect([known.path, known.otherPath].map((each) => each && filled(each))).toContain(filled(path));
    }
  });

  it('are 49 responses, 47 of them with a body, 38 requests and 11 objects', () => {
    expect(answers).toHaveLength(49);
    expect(answers.filter(({ response }) => response.body !== undefined)).toHaveLength(47);
    expect(examples.flatMap(({ requests }) => requests)).toHaveLength(38);
    expect(objectExamples()).toHaveLength(11);
    // No operation answers with a number pool itself.
    expect(objectExamples().filter(({ reader }) => reader === 'none')).toHaveLength(1);
  });

  it.each(answers.map((each) => [each.operation as OperationId, each.response.line, each] as const))(
    'the response to %s (line %i) is read whole, in its envelope',
    async (id, _, { response, request }) => {
      expect(response.status).toBe(OPERATIONS[id].status);
      const read = await drive(id, clients, response.status, response.body, request?.body);
      expect(canonical(read)).toEqual(canonical(response.body ?? {}));
    },
  );

  it.each(examples.map((each) => [each.operation as OperationId, each] as const))(
    '%s is asked for as the heading or the example has it, and in the other spelling on demand',
    async (id, { path, method, requests, responses }) => {
      const { status, body: response } = responses[0] ?? { status: 200 };
      await drive(id, clients, status, response, requests[0]?.body);
      const usual = seen;
      await drive(id, other, status, response, requests[0]?.body);
      const asked = [usual, seen].map((each) => ({ method: each?.method, path: each?.path }));
      const links = path.includes('/{number}/') && id.startsWith('links');
      const number = links ? (usual?.path.split('/').at(-2) ?? ID) : ID;
      expect(asked).toContainEqual({ method, path: filled(path).replace(/ID1(?=\/$)/, number) });
    },
  );

  const withBodies = examples.flatMap((each) =>
    each.requests.filter(({ body }) => body !== undefined).map((request) => ({ ...each, request })),
  );
  it.each(withBodies.map((each) => [each.operation as OperationId, each.request.line, each] as const))(
    'the request of %s (line %i) is written as it is there',
    async (id, _, { request, responses }) => {
      await drive(id, clients, responses[0]?.status ?? 200, responses[0]?.body, request.body);
      expect(seen?.method).toBe(request.method);
      expect(seen?.type).toBe('application/json');
      const sent = canonical(JSON.parse(seen?.body ?? '')) as Record<string, unknown>;
      const expected = canonical(request.body) as Record<string, string>;
      // Herald writes a destination without its plus, and always says what the provider would otherwise assume.
      if (id === 'messages.send') expect(sent).toMatchObject({ ...expected, dst: expected.dst?.replace(/\+/g, '') });
      else expect(sent).toEqual(expected);
    },
  );

  it('upload files as multipart, each named `file`', async () => {
    const upload = answers.find(({ operation }) => operation === 'media.upload');
    await drive('media.upload', clients, 200, upload?.response.body);
    expect(seen?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen?.body).toContain(
      'content-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\nPNG\r\n',
    );
  });

  const readable = objectExamples().filter(({ reader }) => reader !== 'none');
  it.each(readable.map((each) => [each.what, each] as const))('%s is read', async (_, { reader, body }) => {
    if (reader === 'error') {
      await expect(drive('profiles.get', clients, 400, body)).rejects.toMatchObject({
        kind: 'invalid',
        message: `the provider answered 400: ${String(body.error)}`,
      });
      return;
    }
    const id = reader === 'confirmation' ? 'profiles.delete' : (reader as OperationId);
    const read = await drive(id, clients, 200, body);
    expect(canonical(read)).toEqual(canonical(body));
  });
});
