import { Client } from 'plivo';

import { type Bench, setup, SRC, tearDown } from './support';

afterEach(tearDown);

interface Received {
  readonly messageUuid: string[];
  readonly invalid_number?: string[];
}

async function sdk(token?: string): Promise<{ bench: Bench; client: Client }> {
  const bench = await setup();
  const { authId, authToken, url } = bench.sim;
  const client = new Client(authId, token ?? authToken, { url: `${url}/v1/Account/${authId}` });
  return { bench, client };
}

async function send(client: Client, dst: string, more: Record<string, unknown> = {}): Promise<Received> {
  const answer = await client.messages.create(SRC, dst, 'hello', { ...more });
  return answer;
}

describe('the official SDK', () => {
  it('sends to many and learns the UUIDs and the invalid numbers', async () => {
    const { client } = await sdk();
    const answer = await send(client, '+1 (415) 555-0101<442071838750<122<14155550101');
    expect(answer.messageUuid).toHaveLength(2);
    expect(answer.invalid_number).toEqual(['122']);
  });

  it('sees no invalid_number when nothing is invalid', async () => {
    const { client } = await sdk();
    expect(await send(client, '14155550101')).not.toHaveProperty('invalid_number');
  });

  it('reads a message detail record', async () => {
    const { bench, client } = await sdk();
    const { messageUuid } = await send(client, '442071838750');
    await bench.settled();
    const record = await client.messages.get(messageUuid[0] ?? '');
    expect(record).toMatchObject({
      messageUuid: messageUuid[0],
      fromNumber: SRC,
      toNumber: '442071838750',
      messageDirection: 'outbound',
      messageType: 'sms',
      units: 1,
      destinationCountryIso2: 'GB',
    });
  });

  it('lists by recipient and page by page', async () => {
    const { client } = await sdk();
    await send(client, '14155550101<14155550102<14155550103');
    await send(client, '14155550101');
    const list = async (query: object): Promise<{ toNumber: string }[]> =>
      (await client.messages.list(query)) as unknown as { toNumber: string }[];
    expect(await list({ to_number: '+14155550101' })).toHaveLength(2);
    expect(await list({ limit: 3 })).toHaveLength(3);
    expect((await list({ limit: 3, offset: 3 })).map(({ toNumber }) => toNumber)).toEqual(['14155550101']);
  });

  it('lists the media of an MMS', async () => {
    const { client } = await sdk();
    const { messageUuid } = await send(client, '14155550101', {
      type: 'mms',
      media_urls: ['https://media.example.com/cat.png', 'https://media.example.com/menu.pdf'],
    });
    const { objects } = (await client.messages.listMedia(messageUuid[0] ?? '')) as { objects?: unknown[] };
    expect(objects).toMatchObject([
      { messageUuid: messageUuid[0], contentType: 'image/png' },
      { messageUuid: messageUuid[0], contentType: 'application/pdf' },
    ]);
  });

  it.each([
    ['a wrong number', '1111111', "'1111111' is not a valid phone number."],
    ['nothing but wrong numbers', '122<133', 'invalid phone numbers.'],
  ])('is told about %s', async (_, dst, message) => {
    const { client } = await sdk();
    await expect(send(client, dst)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message) as string,
    });
  });

  it('is refused with a wrong token, without an api_id', async () => {
    const { bench, client } = await sdk('wrong');
    await expect(send(client, '14155550101')).rejects.toMatchObject({ status: 401 });
    const answer = await fetch(bench.messagesUrl);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'authentication credentials were not provided' });
  });

  it('does not find a message that never was', async () => {
    const { client } = await sdk();
    await expect(client.messages.get('5b40a428-bfc7-4daf-9d06-726c558bf3b8')).rejects.toMatchObject({ status: 404 });
  });
});
