import { validateSignature, validateV3Signature } from 'plivo';

import { desk, first, line, PERSON, received, say } from './inbound-desk';
import { registrationBench } from './registration-setup';
import { ALL_DELIVERED, SRC, tearDown, waitFor } from './support';

afterEach(tearDown);

const TOLL_FREE = '18005550001';

describe('a message from a person', () => {
  it('comes signed, with the fields of the reference', async () => {
    const bench = await desk();
    const { message_uuid: uuid } = await say(bench, 'Is it open?');
    const { params, headers, method } = await first(bench);
    expect(params).toEqual({
      MessageUUID: uuid,
      From: PERSON,
      To: SRC,
      Text: 'Is it open?',
      Type: 'sms',
      Units: '1',
      TotalRate: '0.00000',
      TotalAmount: '0.00000',
      MessageIntent: '',
      PowerpackUUID: '',
    });
    const header = (name: string): string => String(headers[`x-plivo-signature-${name}`]);
    const url = `${bench.receiver.url}/inbound?x=1`;
    expect(validateSignature(url, header('v2-nonce'), header('ma-v2'), bench.sim.authToken)).toBe(true);
    expect(
      validateV3Signature(method, url, header('v3-nonce'), bench.sim.authToken, header('ma-v3'), { ...params }),
    ).toBe(true);
    await waitFor('the webhook', async () => (await line(bench, uuid)).state === 'delivered');
  });

  it('names the Powerpack of the number it came to', async () => {
    const bench = await desk({ account: { powerpacks: { 'listed-pack': [SRC] } } });
    await say(bench, 'hi');
    expect((await first(bench)).params.PowerpackUUID).toBe('listed-pack');
  });

  it('comes by GET when the application says so', async () => {
    const bench = await desk();
    bench.sim.setOptions({ account: { message_method: 'GET' } });
    await say(bench, 'hello & goodbye');
    const { method, params } = await first(bench);
    expect(method).toBe('GET');
    expect(params).toMatchObject({ Text: 'hello & goodbye', x: '1' });
  });

  it('is retried as documented and given up, or delivered at last', async () => {
    const bench = await desk({ time_scale: 10_000 });
    bench.receiver.onCallback = (_, response) => response.writeHead(500).end();
    const { message_uuid: lost } = await say(bench, 'one');
    await waitFor('the webhook', async () => (await line(bench, lost)).state === 'undelivered');
    expect(await line(bench, lost)).toMatchObject({ attempts: 4 });
    bench.receiver.onCallback = (_, response) => {
      response.writeHead(received(bench).length < 6 ? 500 : 200).end();
    };
    const { message_uuid: late } = await say(bench, 'two');
    await waitFor('the webhook', async () => (await line(bench, late)).state === 'delivered');
    expect(await line(bench, late)).toMatchObject({ attempts: 2 });
  });

  it('is tried for a day where that is set', async () => {
    const bench = await desk({ time_scale: 100_000, unknowns: { inbound_retry: 'hourly_for_24h' } });
    bench.receiver.onCallback = (_, response) => response.writeHead(500).end();
    await say(bench, 'one');
    await waitFor('the webhook', () => received(bench).length > 12);
    expect((await bench.summary()).accepted_messages).toBe(0);
  });

  it('carries media that can be fetched, numbered from 1 or from 0', async () => {
    const bench = await desk();
    const media = [{ content_type: 'image/png', content: Buffer.from('png!').toString('base64') }];
    await say(bench, 'look', { type: 'mms', media });
    const { params } = await first(bench);
    expect(params).toMatchObject({ Type: 'mms', Body: 'look', MediaCount: '1' });
    expect(params).not.toHaveProperty('Text');
    const file = await fetch(params.Media1 ?? '');
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(await file.text()).toBe('png!');
    bench.sim.setOptions({ inbound: { media_first_index: 0 } });
    await say(bench, 'again', { type: 'mms', media });
    await waitFor('the webhook', () => received(bench).length === 2);
    expect(received(bench)[1]?.params).toHaveProperty('Media0');
  });

  it('is a WhatsApp button with what the reference says of it', async () => {
    const bench = await desk();
    await say(bench, '', { type: 'whatsapp', button: { Text: 'Yes', Payload: 'go' }, context_id: 'wamid.1' });
    const { params } = await first(bench);
    expect(params).toMatchObject({ Type: 'whatsapp', ContentType: 'button', Units: '1' });
    expect(JSON.parse(params.Button ?? '')).toEqual({ Text: 'Yes', Payload: 'go' });
    expect(JSON.parse(params.Context ?? '')).toEqual({ id: 'wamid.1' });
  });

  it('is in the message list, and has a record and media', async () => {
    const bench = await desk();
    await bench.send({ dst: PERSON });
    const { message_uuid: uuid } = await say(bench, 'hi', { type: 'mms', media: [{ content_type: 'image/png' }] });
    const list = async (query: string): Promise<unknown[]> =>
      ((await bench.get(`${bench.messagesUrl}?${query}`)).json.objects as { message_uuid: string }[]).map(
        (record) => record.message_uuid,
      );
    expect(await list('')).toHaveLength(2);
    expect(await list('message_direction=inbound')).toEqual([uuid]);
    expect(await list(`from_number=${PERSON}`)).toEqual([uuid]);
    expect(await list('message_direction=outbound')).not.toContain(uuid);
    expect(await list('limit=1&offset=1')).toHaveLength(1);
    expect((await bench.get(`${bench.messagesUrl}${uuid}/`)).json).toMatchObject({
      message_direction: 'inbound',
      from_number: PERSON,
      to_number: SRC,
      message_type: 'mms',
    });
    expect((await bench.get(`${bench.messagesUrl}${uuid}/Media/`)).json.objects).toMatchObject([
      { content_type: 'image/png', message_uuid: uuid, size: 1024 },
    ]);
  });

  it('may come twice, and from an attacker', async () => {
    const bench = await desk();
    await say(bench, 'twice', { times: 2 });
    await say(bench, 'STOP', { forged: true });
    await waitFor('the webhook', () => received(bench).length === 3);
    const forged = received(bench).find(({ params }) => params.Text === 'STOP');
    const header = (name: string): string => String(forged?.headers[`x-plivo-signature-${name}`]);
    const url = `${bench.receiver.url}/inbound?x=1`;
    expect(validateSignature(url, header('v2-nonce'), header('ma-v2'), bench.sim.authToken)).toBe(false);
    expect((await bench.control('GET', '/_sim/optouts')).json).toEqual([]);
  });

  it('is refused by the control when it makes no sense', async () => {
    const bench = await desk({ account: { numbers: { [SRC]: { type: 'long_code' } } } });
    const refusal = async (body: object): Promise<unknown> =>
      (await bench.control('POST', '/_sim/inbound', { from: PERSON, to: SRC, text: 'x', ...body })).json.error;
    expect(await refusal({ to: '14155559999' })).toContain('to: must be a number of the account');
    expect(await refusal({ from: 'me' })).toContain('from: must be a phone number');
    expect(await refusal({ media: ['https://a.example/1.png'] })).toContain('media: only with type mms or whatsapp');
    expect(await refusal({ type: 'fax' })).toContain('type: ');
  });
});

describe('many messages from people', () => {
  it('come at random moments, the same ones under the same seed', async () => {
    const run = async (): Promise<string[]> => {
      const bench = await desk();
      const body = { from: { first: '14155550200', count: 200 }, to: SRC, texts: ['STOP', 'hello'], within_ms: 400 };
      expect((await bench.control('POST', '/_sim/inbound/bulk', body)).json).toEqual({ scheduled: 200 });
      await waitFor('the webhook', () => received(bench).length === 200);
      const { text } = await bench.control('GET', '/_sim/inbound');
      return text
        .split('\n')
        .filter((each) => each !== '')
        .map((each) => JSON.parse(each) as { from: string; text: string })
        .map(({ from, text: said }) => `${from} ${said}`)
        .sort();
    };
    const [one, two] = [await run(), await run()];
    expect(one).toEqual(two);
    expect(new Set(one.map((each) => each.split(' ')[1]))).toEqual(new Set(['STOP', 'hello']));
  });
});

describe("the provider's keywords", () => {
  it('STOP blocks this sender for this person, START lifts it, each with its reply', async () => {
    const bench = await desk();
    expect(await say(bench, ' stop\n')).toMatchObject({
      intent: 'optout',
      auto_reply: 'You have been unsubscribed and will not receive any more messages from this number.',
    });
    expect((await first(bench)).params).toMatchObject({ MessageIntent: 'optout' });
    await bench.send({ dst: PERSON });
    await bench.send({ dst: PERSON, src: TOLL_FREE });
    expect((await bench.settled()).by_error_code).toEqual({ '200': 1 });
    expect((await say(bench, 'START')).auto_reply).toContain('resubscribed');
    expect((await say(bench, 'START')).auto_reply).toBeNull();
    await bench.send({ dst: PERSON });
    expect((await bench.settled()).by_state).toMatchObject({ delivered: 2, failed: 1 });
  });

  it('HELP is answered and blocks nothing; other words are nothing', async () => {
    const bench = await desk();
    expect((await say(bench, 'Help')).auto_reply).toContain('Text STOP to stop receiving');
    expect(await say(bench, 'Stop. Thank you')).toMatchObject({ intent: '', auto_reply: null });
    expect((await bench.control('GET', '/_sim/optouts')).json).toEqual([]);
  });

  it('work on toll-free, on short codes by request, elsewhere not, and can be switched off', async () => {
    const bench = await desk();
    expect((await say(bench, 'STOP', { to: TOLL_FREE })).auto_reply).not.toBeNull();
    expect(await say(bench, 'STOP', { to: '54321' })).toMatchObject({ intent: '', auto_reply: null });
    expect((await say(bench, 'STOP', { to: '442071838750' })).auto_reply).toBeNull();
    bench.sim.setOptions({ keywords: { short_codes: true } });
    expect((await say(bench, 'STOP', { to: '54321' })).auto_reply).not.toBeNull();
    bench.sim.setOptions({ keywords: { enabled: false } });
    expect(await say(bench, 'STOP')).toMatchObject({ intent: 'optout', auto_reply: null });
  });
});

describe('a STOP to a 10DLC number', () => {
  it('blocks all numbers of its campaign, START lifts it from all', async () => {
    const bench = await registrationBench({ outcomes: ALL_DELIVERED });
    const id = await bench.campaign();
    const linked = [SRC, '14155550111'];
    await bench.api('POST', `10dlc/Campaign/${id}/Number/`, { numbers: linked });
    await bench.step();
    const other = '14155550122';
    await say(bench, 'STOP');
    for (const src of [...linked, other]) await bench.send({ dst: PERSON, src });
    expect((await bench.settled()).by_error_code).toEqual({ '200': 2 });
    await say(bench, 'UNSTOP', { to: linked[1] });
    expect((await bench.control('GET', '/_sim/optouts')).json).toEqual([]);
  });
});
