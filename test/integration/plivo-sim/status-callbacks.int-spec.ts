import { validateSignature, validateV3Signature } from 'plivo';

import { ALL_DELIVERED, AT_ONCE, type ReceivedCallback, setup, SRC, tearDown, waitFor } from './support';

afterEach(tearDown);

const TO = '14155550101';
const SPEED = 6000;

function header(callback: ReceivedCallback, name: string): string {
  return String(callback.headers[`x-plivo-signature-${name}`]);
}

function validV3(callback: ReceivedCallback, origin: string, token: string, name = 'v3'): boolean {
  const { method, path, params } = callback;
  // On GET the SDK wants the query in the URL or as parameters, not both.
  const signed = method === 'GET' ? {} : params;
  return Boolean(
    validateV3Signature(method, origin + path, header(callback, 'v3-nonce'), token, header(callback, name), signed),
  );
}

function validV2(callback: ReceivedCallback, origin: string, token: string, name = 'v2'): boolean {
  const url = origin + (callback.path.split('?')[0] ?? '');
  return Boolean(validateSignature(url, header(callback, 'v2-nonce'), header(callback, name), token));
}

describe('status callbacks', () => {
  it.each(['POST', 'GET'])('by %s carry all documented fields and signatures that the SDK accepts', async (method) => {
    const { sim, receiver, send, settled } = await setup({ options: { carrier: AT_ONCE, outcomes: ALL_DELIVERED } });
    await send({ dst: TO, url: `${receiver.url}/status/abc?c=4+2&b=ü`, method });
    await settled();
    expect(receiver.callbacks.map(({ params }) => params.Status)).toEqual(['queued', 'sent', 'delivered']);
    expect(receiver.callbacks.map(({ params }) => params.Sequence)).toEqual(['1', '2', '3']);
    for (const callback of receiver.callbacks) {
      expect(callback.method).toBe(method);
      expect(validV3(callback, receiver.url, sim.authToken)).toBe(true);
      expect(validV3(callback, receiver.url, sim.authToken, 'ma-v3')).toBe(true);
      expect(validV2(callback, receiver.url, sim.authToken)).toBe(true);
      expect(validV2(callback, receiver.url, sim.authToken, 'ma-v2')).toBe(true);
    }
    const last = receiver.callbacks.at(-1)?.params ?? {};
    expect(last).toMatchObject({ To: TO, From: SRC, Type: 'sms', Units: '1', ErrorCode: '', TotalAmount: '0.00770' });
    expect(last.ParentMessageUUID).toBe(last.MessageUUID);
    expect(last.MCC).toMatch(/^31\d$/);
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;
    for (const key of ['MessageTime', 'QueuedTime', 'SentTime', 'DeliveryReportTime']) expect(last[key]).toMatch(time);
    expect(last).toHaveProperty('RequesterIP');
    expect(last).toHaveProperty('PowerpackUUID', '');
  });

  it('of a subaccount are signed by its own token and, under Ma, by the main one', async () => {
    const { sim, receiver, settled } = await setup({ subaccounts: { SA1: 'sub-token' } });
    const answer = await fetch(`${sim.url}/v1/Account/SA1/Message/`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('SA1:sub-token').toString('base64')}` },
      body: JSON.stringify({ src: SRC, dst: TO, text: 'x', url: `${receiver.url}/s` }),
    });
    expect(answer.status).toBe(202);
    await settled();
    const [callback] = receiver.callbacks;
    if (callback === undefined) throw new Error('no callback');
    expect(validV3(callback, receiver.url, 'sub-token')).toBe(true);
    expect(validV3(callback, receiver.url, sim.authToken)).toBe(false);
    expect(validV3(callback, receiver.url, sim.authToken, 'ma-v3')).toBe(true);
    expect(validV2(callback, receiver.url, sim.authToken, 'ma-v2')).toBe(true);
  });

  it('can lack a signature or carry a wrong one', async () => {
    const signatures = { v3: 'broken', ma_v2: 'missing', v2: 'missing', v2_nonce: 'missing' } as const;
    const { sim, receiver, send, settled } = await setup({ options: { callbacks: { signatures } } });
    await send({ dst: TO, url: `${receiver.url}/s` });
    await settled();
    const [callback] = receiver.callbacks;
    if (callback === undefined) throw new Error('no callback');
    expect(validV3(callback, receiver.url, sim.authToken)).toBe(false);
    expect(validV3(callback, receiver.url, sim.authToken, 'ma-v3')).toBe(true);
    expect(callback.headers).not.toHaveProperty('x-plivo-signature-v2');
    expect(callback.headers).not.toHaveProperty('x-plivo-signature-v2-nonce');
  });

  it('tell the code of a failure, and charge only what reached a carrier', async () => {
    const outcomes = {
      by_number: {
        '14155550101': { state: 'undelivered', code: 30 },
        '14155550102': { state: 'failed', code: 300 },
        '14155550103': { state: 'no_receipt' },
      },
    } as const;
    const { receiver, send, settled } = await setup({ options: { carrier: AT_ONCE, outcomes } });
    await send({ dst: '14155550101<14155550102<14155550103', url: `${receiver.url}/s` });
    const summary = await settled();
    const statuses = (to: string): string[][] =>
      receiver.callbacks
        .filter(({ params }) => params.To === to)
        .map(({ params }) => [params.Status ?? '', params.ErrorCode ?? '', params.TotalAmount ?? '']);
    expect(statuses('14155550101').at(-1)).toEqual(['undelivered', '30', '0.00770']);
    expect(statuses('14155550102')).toEqual([
      ['queued', '', '0.00770'],
      ['failed', '300', '0.00000'],
    ]);
    expect(statuses('14155550103').at(-1)?.[0]).toBe('sent');
    expect(summary.amount).toBe('0.01540');
    expect(summary.by_error_code).toEqual({ '30': 1, '300': 1 });
  });

  it('are retried three times after a failure, each later than the last, and then given up', async () => {
    const options = { time_scale: SPEED, callbacks: { statuses: { sent: false, final: false } } };
    const { receiver, send, settled } = await setup({ options });
    receiver.onCallback = (_, response) => response.writeHead(500).end();
    await send({ dst: TO, url: `${receiver.url}/s` });
    const { callbacks } = await settled();
    expect(receiver.callbacks).toHaveLength(4);
    const gaps = receiver.callbacks.slice(1).map(({ at }, index) => at - (receiver.callbacks[index]?.at ?? 0));
    // 60, 120 and 240 s at 6,000 times the speed are 10, 20 and 40 ms.
    expect(gaps[0]).toBeGreaterThanOrEqual(9);
    expect(gaps[1]).toBeGreaterThanOrEqual(19);
    expect(gaps[2]).toBeGreaterThanOrEqual(39);
    expect(callbacks).toMatchObject({ generated: 1, attempts: 4, acknowledged: 0, abandoned: 1 });
    const bodies = new Set(receiver.callbacks.map(({ params }) => JSON.stringify(params)));
    expect(bodies.size).toBe(1);
  });

  it('are retried when no answer comes in time, and not once one did', async () => {
    const options = { time_scale: SPEED, callbacks: { timeout_ms: 1000, statuses: { sent: false, final: false } } };
    const { receiver, send, settled } = await setup({ options });
    receiver.onCallback = (_, response) => {
      if (receiver.callbacks.length > 1) response.end('ok');
    };
    await send({ dst: TO, url: `${receiver.url}/s` });
    expect((await settled()).callbacks).toMatchObject({ attempts: 2, acknowledged: 1, abandoned: 0 });
  });

  it('mask the recipient where the message asked not to be logged', async () => {
    const { receiver, send, settled, get, messagesUrl } = await setup();
    const { json } = await send({ dst: TO, url: `${receiver.url}/s`, log: 'false' });
    await settled();
    expect(new Set(receiver.callbacks.map(({ params }) => params.To))).toEqual(new Set(['+141XXXXX101']));
    const [uuid = ''] = json.message_uuid as string[];
    expect((await get(`${messagesUrl}${uuid}/`)).json).toMatchObject({ to_number: '+141XXXXX101', log: 'false' });
  });

  it('never come for a message without a URL', async () => {
    const { send, settled } = await setup();
    await send({ dst: TO });
    expect((await settled()).callbacks.generated).toBe(0);
  });

  it('keep to the number of connections', async () => {
    const { receiver, send, settled } = await setup({ options: { callbacks: { connections: 3 } } });
    let [open, most] = [0, 0];
    receiver.onCallback = (_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 5);
    };
    await send({ dst: Array.from({ length: 100 }, (_, n) => 14155550000 + n).join('<'), url: `${receiver.url}/s` });
    await settled();
    await waitFor('the last callback', () => open === 0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('of WhatsApp tell the conversation, and may say read', async () => {
    const options = { carrier: AT_ONCE, outcomes: { ...ALL_DELIVERED, whatsapp_read: 1 } };
    const { receiver, send, settled } = await setup({ options });
    await send({ dst: TO, type: 'whatsapp', template: { name: 'a', language: 'en' }, url: `${receiver.url}/s` });
    expect((await settled()).by_state.read).toBe(1);
    expect(receiver.callbacks.map(({ params }) => params.Status)).toEqual(['queued', 'sent', 'delivered', 'read']);
    const params = receiver.callbacks[3]?.params ?? {};
    expect(params).toMatchObject({ Type: 'whatsapp', ConversationOrigin: 'marketing', Sequence: '4' });
    expect(Number(params.ConversationExpirationTimestamp)).toBeGreaterThan(Date.now() / 1000);
  });
});
