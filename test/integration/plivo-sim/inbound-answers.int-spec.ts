import { desk, line, PERSON, received, say } from './inbound-desk';
import { type Bench, SRC, tearDown, waitFor } from './support';

afterEach(tearDown);

describe('an XML answer', () => {
  const answerWith = (bench: Bench, xml: string): void => {
    bench.receiver.onCallback = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
    };
  };

  it('is sent, from the number that was written to', async () => {
    const bench = await desk();
    answerWith(bench, `<Response><Message src="${SRC}" dst="${PERSON}">We open &amp; close</Message></Response>`);
    const { message_uuid: uuid } = await say(bench, 'when?');
    await waitFor('the webhook', async () => (await line(bench, uuid)).answers.length === 1);
    const { text } = await bench.control('GET', '/_sim/ledger/requests');
    expect(JSON.parse(text)).toMatchObject({ from: SRC, text: 'We open & close', in_reply_to: uuid, destinations: 1 });
    const [answer = ''] = (await line(bench, uuid)).answers;
    expect((await bench.get(`${bench.messagesUrl}${answer}/`)).json).toMatchObject({ to_number: PERSON });
  });

  it('may acknowledge a STOP once; everything else stays blocked', async () => {
    const bench = await desk();
    answerWith(bench, '<Response><Message>You are out.</Message></Response>');
    const { message_uuid: uuid } = await say(bench, 'STOP');
    await waitFor('the webhook', async () => (await line(bench, uuid)).answers.length === 1);
    expect((await bench.settled()).by_state).toMatchObject({ delivered: 1, failed: 0 });
    const { message_uuid: other } = await say(bench, 'really?');
    await waitFor('the webhook', async () => (await line(bench, other)).answers.length === 1);
    expect((await bench.settled()).by_error_code).toEqual({ '200': 1 });
  });

  it('is carried out once however often the webhook came, and never for WhatsApp', async () => {
    const bench = await desk();
    answerWith(bench, '<Response><Message>hi</Message></Response>');
    await say(bench, 'one', { times: 3 });
    await say(bench, 'two', { type: 'whatsapp' });
    await waitFor('the webhook', () => received(bench).length === 4);
    expect((await bench.settled()).accepted_messages).toBe(1);
  });

  it('that can not be carried out is said so', async () => {
    const bench = await desk();
    answerWith(bench, '<html>');
    const { message_uuid: html } = await say(bench, 'one');
    await waitFor('the webhook', async () => (await line(bench, html)).answer_fault !== null);
    answerWith(bench, '<Response><Message dst="12">hi</Message></Response>');
    const { message_uuid: bad } = await say(bench, 'two');
    await waitFor('the webhook', async () => (await line(bench, bad)).answer_fault !== null);
    expect((await line(bench, bad)).answer_fault).toContain('not a valid phone number');
  });
});

describe('WhatsApp content', () => {
  it('is kept in the ledger as it was sent', async () => {
    const bench = await desk();
    const template = {
      name: 'order',
      language: 'en',
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
    };
    const interactive = { type: 'reply', body: { text: 'Well?' }, action: { buttons: [{ title: 'Yes', id: 'y' }] } };
    const location = { latitude: '52.5', longitude: '13.4', name: 'Office', address: 'Main Street 1' };
    for (const content of [{ template }, { interactive }, { location }]) {
      expect((await bench.send({ dst: PERSON, type: 'whatsapp', text: undefined, ...content })).status).toBe(202);
    }
    const { text } = await bench.control('GET', '/_sim/ledger/requests');
    const lines = text
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as object);
    expect(lines).toMatchObject([{ template }, { interactive }, { location }]);
  });

  it('comes from src alone, and from a number that has WhatsApp', async () => {
    const numbers = { [SRC]: { type: 'long_code' }, '14155550111': { type: 'long_code', capabilities: ['whatsapp'] } };
    const bench = await desk({ account: { numbers } });
    const body = { dst: PERSON, type: 'whatsapp' };
    expect((await bench.send(body)).json.error).toBe('src is not enabled for whatsapp');
    expect((await bench.send({ ...body, src: '14155550111' })).status).toBe(202);
    expect((await bench.send({ ...body, src: undefined, powerpack_uuid: 'pack' })).json.error).toBe(
      'src is required for type whatsapp',
    );
  });
});

describe('the WhatsApp window', () => {
  it('is opened by the person for 24 hours, where it is tracked', async () => {
    const bench = await desk({ whatsapp: { window: 'tracked' } });
    const free = { dst: PERSON, type: 'whatsapp', text: 'hi' };
    await bench.send(free);
    expect((await bench.settled()).by_error_code).toEqual({ '340': 1 });
    await say(bench, 'hello', { type: 'whatsapp' });
    await bench.send(free);
    expect((await bench.settled()).by_error_code).toEqual({ '340': 1 });
    bench.sim.setOptions({ whatsapp: { window_ms: 0 } });
    await bench.send(free);
    expect((await bench.settled()).by_error_code).toEqual({ '340': 2 });
  });
});
