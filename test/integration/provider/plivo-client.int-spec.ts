import { type Deadline, deadlineIn, type PlivoClient, ProviderError, type SendRequest } from '@herald/provider';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { plivoClients, type PlivoClients } from '../../support/plivo-clients';
import { waitFor } from '../../support/wait-for';

const REQUEST: SendRequest = {
  from: { src: '14155550000' },
  destinations: ['14155550101', '14155550102'],
  text: 'Grüße',
  type: 'sms',
  callbackUrl: 'http://127.0.0.1:9/callbacks/plivo/status/1.x',
  log: 'number_only',
  trackable: false,
  messageExpiry: 600,
};

describe('the Plivo client', () => {
  let simulator: Simulator;
  let clients: PlivoClients;
  let client: PlivoClient;
  const soon = (): Deadline => deadlineIn(2_000, Date.now());

  beforeAll(async () => {
    simulator = await startSimulator({ options: { callbacks: { enabled: false }, limits: { list_requests: null } } });
    const { authId, authToken, url: baseUrl } = simulator;
    clients = plivoClients({ authId, authToken, baseUrl });
    client = clients.messages;
  });
  afterAll(async () => {
    await clients.close();
    await simulator.close();
  });

  it('writes the request as the reference has it', async () => {
    let seen: IncomingMessage | undefined;
    let body = '';
    const server = createServer((request, response) => {
      seen = request;
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => response.writeHead(202).end('{"message_uuid":[],"invalid_number":["1"]}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const plain = plivoClients({ authId: 'MAX', authToken: 'secret', baseUrl });
    const outcome = await plain.messages.sendMessage(REQUEST, soon());
    await plain.close();
    server.close();
    expect(outcome).toMatchObject({ kind: 'accepted', messageUuids: [], invalidNumbers: ['1'] });
    expect(seen?.method).toBe('POST');
    expect(seen?.url).toBe('/v1/Account/MAX/Message/');
    expect(seen?.headers['content-type']).toBe('application/json');
    expect(seen?.headers.authorization).toBe(`Basic ${Buffer.from('MAX:secret').toString('base64')}`);
    expect(JSON.parse(body)).toEqual({
      src: '14155550000',
      dst: '14155550101<14155550102',
      text: 'Grüße',
      type: 'sms',
      url: REQUEST.callbackUrl,
      method: 'POST',
      log: 'number_only',
      trackable: false,
      message_expiry: '600',
    });
  });

  it('sends from a Powerpack without a src', async () => {
    const from = { powerpackUuid: '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46' };
    expect((await client.sendMessage({ ...REQUEST, from }, soon())).kind).toBe('accepted');
  });

  it('finds what was sent by its destination and time, and one message by its UUID', async () => {
    const sentFrom = new Date(Date.now() - 1_000);
    const sent = await client.sendMessage({ ...REQUEST, destinations: ['14155550177'] }, soon());
    const uuid = sent.kind === 'accepted' ? (sent.messageUuids[0] ?? '') : '';
    const found = await waitFor('the message to be listed', async () => {
      const { records } = await client.listMessages({ to: '14155550177', sentFrom });
      return records.length > 0 && records;
    });
    expect(found).toMatchObject([{ messageUuid: uuid, from: '14155550000', to: '14155550177', direction: 'outbound' }]);
    expect(found[0]?.time?.getTime()).toBeGreaterThanOrEqual(sentFrom.getTime());
    expect(await client.listMessages({ to: '14155550199', sentFrom })).toEqual({ records: [], hasMore: false });
    expect(await client.getMessage(uuid)).toMatchObject({ messageUuid: uuid, to: '14155550177' });
    expect(await client.getMessage('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });

  it('keeps status, headers and body of a failed look-up, and none of them where a log would show them', async () => {
    const { authId, url: baseUrl } = simulator;
    const stranger = plivoClients({ authId, authToken: 'wrong', baseUrl });
    const error: unknown = await stranger.messages.listMessages({}).catch((caught: unknown) => caught);
    await stranger.close();
    if (!(error instanceof ProviderError)) throw new Error('a ProviderError was expected');
    expect(error).toMatchObject({ kind: 'unauthorised', status: 401 });
    expect(error.body).toContain('error');
    expect(error.headers?.['content-type']).toContain('json');
    expect(Object.keys(error)).not.toContain('body');
    expect(inspect(error)).not.toContain('wrong');
  });
});
