import { validateV3Signature } from 'plivo';

import { CAMPAIGN, registrationBench, type RegistrationBench, VERIFICATION } from './registration-setup';
import { tearDown, waitFor } from './support';

afterEach(tearDown);

const NUMBER = '14155550100';

/** Endpoint and status of every webhook that came, in order. */
function told({ receiver }: RegistrationBench): string[] {
  return receiver.callbacks.map(({ params }) => `${params.endpoint ?? 'tollfree'} ${params.status ?? ''}`);
}

async function register(bench: RegistrationBench, path = '/hook'): Promise<{ brandId: string; campaignId: string }> {
  const { api, profile, step, receiver, settled } = bench;
  const url = receiver.url + path;
  const brand = { brand_alias: 'shop', brand_type: 'STANDARD', profile_uuid: await profile(), url };
  const brandId = (await api('POST', 'Brand/', brand)).json.brand_id as string;
  await step();
  await settled();
  const campaignId = (await api('POST', 'Campaign/', { ...CAMPAIGN, brand_id: brandId, url })).json
    .campaignId as string;
  await step();
  await settled();
  return { brandId, campaignId };
}

describe('webhooks', () => {
  it('tell of every state of brand, campaign, linking and unlinking, signed', async () => {
    const bench = await registrationBench();
    const { api, step, settled, receiver, sim } = bench;
    const { brandId, campaignId } = await register(bench);
    const hook = { url: `${receiver.url}/number?a=b`, method: 'GET' };
    await api('POST', `Campaign/${campaignId}/Number/`, { numbers: [NUMBER], ...hook });
    await step();
    await settled();
    await api('DELETE', `Campaign/${campaignId}/Number/${NUMBER}/`, { url: `${receiver.url}/gone` });
    await step();
    const { webhooks } = await settled();
    expect(told(bench)).toEqual([
      ...['brand created', 'brand registered', 'campaign created', 'campaign registered'],
      ...['number_linking created', 'number_linking success'],
      ...['number_unlinking created', 'number_unlinking success'],
    ]);
    const [first, , third, , fifth] = receiver.callbacks;
    expect(first?.params).toEqual({ endpoint: 'brand', status: 'created', brand_id: brandId });
    expect(third?.params).toMatchObject({ campaign_id: campaignId, brand_id: brandId });
    expect(fifth).toMatchObject({ method: 'GET', params: { campaign_id: campaignId, number: NUMBER, a: 'b' } });
    expect(webhooks.by_kind).toEqual({ brand: 2, campaign: 2, number_linking: 2, number_unlinking: 2 });
    for (const { headers, path, params, method } of receiver.callbacks) {
      const nonce = headers['x-plivo-signature-v3-nonce'] as string;
      const signature = headers['x-plivo-signature-v3'] as string;
      const uri = receiver.url + (method === 'GET' ? (path.split('&')[0] ?? '') : path);
      const body =
        method === 'GET' ? Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'a')) : params;
      expect(validateV3Signature(method, uri, nonce, sim.authToken, signature, body)).toBe(true);
      for (const name of ['v2', 'ma-v2', 'v2-nonce', 'v3', 'ma-v3', 'v3-nonce']) {
        expect(headers[`x-plivo-signature-${name}`]).toBeTruthy();
      }
    }
  });

  it('say why something was rejected', async () => {
    const bench = await registrationBench();
    const { api, control, profile, receiver, settled } = bench;
    const body = {
      brand_alias: 'shop',
      brand_type: 'STANDARD',
      profile_uuid: await profile(),
      url: `${receiver.url}/h`,
    };
    const id = (await api('POST', 'Brand/', body)).json.brand_id as string;
    await settled();
    await control('POST', `/_sim/registrations/brand/${id}`, { state: 'rejected', reason: 'EIN does not match' });
    await settled();
    expect(receiver.callbacks[1]?.params).toMatchObject({ status: 'rejected', reason: 'EIN does not match' });
    expect((await api('GET', `Brand/${id}/`)).json.brand).toMatchObject({ registration_status: 'FAILED' });
  });

  it('of toll-free verifications tell of changes alone', async () => {
    const bench = await registrationBench();
    const { api, step, profile, receiver, settled } = bench;
    const body = { ...VERIFICATION, profile_uuid: await profile(), callback_url: `${receiver.url}/tf` };
    const { uuid } = (await api('POST', 'TollfreeVerification/', body)).json;
    await settled();
    expect(receiver.callbacks).toEqual([]);
    await step();
    await settled();
    expect(receiver.callbacks.map(({ params }) => params)).toEqual([
      { uuid, number: '18885550100', status: 'APPROVED', error_message: '' },
    ]);
  });

  it('come on the clock without anyone asking', async () => {
    const bench = await registrationBench({ time_scale: 100, registration: { step_seconds: 5 } });
    const { api, profile, receiver } = bench;
    const url = `${receiver.url}/h`;
    await api('POST', 'Brand/', { brand_alias: 'a', brand_type: 'STANDARD', profile_uuid: await profile(), url });
    await waitFor('both webhooks', () => receiver.callbacks.length === 2);
    expect(told(bench)).toEqual(['brand created', 'brand registered']);
  });

  it('are tried again until they are taken', async () => {
    const bench = await registrationBench({ callbacks: { retry_delays_ms: [5, 5, 5] } });
    const { receiver, settled } = bench;
    let failures = 2;
    receiver.onCallback = (_, response) => {
      response.statusCode = failures > 0 ? 503 : 200;
      failures -= 1;
      response.end();
    };
    await register(bench);
    const { webhooks } = await settled();
    expect(webhooks).toMatchObject({ generated: 4, attempts: 6, acknowledged: 4, abandoned: 0 });
  });

  it('can be lost, doubled and forged; a forgery says the opposite and is signed wrongly', async () => {
    const bench = await registrationBench();
    const { control, receiver, settled, sim } = bench;
    await control('PUT', '/_sim/options', {
      faults: { webhook_lost: { probability: 1, count: 1 }, webhook_forged: { probability: 1, count: 1 } },
    });
    receiver.onCallback = (callback, response) => {
      const { headers, params, path } = callback;
      const nonce = headers['x-plivo-signature-v3-nonce'] as string;
      const signature = headers['x-plivo-signature-v3'] as string;
      const genuine: unknown = validateV3Signature(
        'POST',
        receiver.url + path,
        nonce,
        sim.authToken,
        signature,
        params,
      );
      response.statusCode = genuine === true ? 200 : 403;
      response.end();
    };
    await register(bench);
    expect((await settled()).webhooks).toMatchObject({
      generated: 4,
      lost: 1,
      acknowledged: 3,
      forged: 1,
      forged_accepted: 0,
    });
    expect(told(bench)[0]).toBe('brand registered');
    await control('PUT', '/_sim/options', {
      faults: {
        ...{ webhook_lost: { probability: 0 }, webhook_forged: { probability: 0 } },
        webhook_duplicated: { probability: 1, within_ms: 5 },
      },
    });
    await control('POST', '/_sim/reset');
    receiver.callbacks.length = 0;
    await register(bench);
    expect((await settled()).webhooks).toMatchObject({ generated: 4, copies: 4, acknowledged: 8, forged: 0 });
    expect(receiver.callbacks).toHaveLength(8);
  });
});

describe('the controls of registrations', () => {
  it('name what they do not know', async () => {
    const { control } = await registrationBench();
    const move = (path: string, body: unknown): ReturnType<typeof control> =>
      control('POST', `/_sim/registrations/${path}`, body);
    expect(await move('brand/B1', { state: 'registered' })).toMatchObject({ status: 404 });
    expect(await move('shop/B1', { state: 'registered' })).toMatchObject({ status: 400 });
  });

  it('give the same ids for the same requests after a reset, and forget the rest', async () => {
    const { control, brand, api, sim } = await registrationBench();
    const first = await brand();
    await control('POST', '/_sim/reset');
    expect(await api('GET', `Brand/${first}/`)).toMatchObject({ status: 404 });
    expect(await brand()).toBe(first);
    const text = await (await fetch(sim.url)).text();
    expect(text).toContain('[10dlc/]Brand/');
    expect(text).toContain('/_sim/registrations');
  });

  it('let a write be cut off although it was done', async () => {
    const { control, api, profile } = await registrationBench();
    const profile_uuid = await profile();
    await control('PUT', '/_sim/options', { faults: { resource_drop_after_accept: { probability: 1, count: 1 } } });
    await expect(api('POST', 'Brand/', { brand_alias: 'b', brand_type: 'STANDARD', profile_uuid })).rejects.toThrow();
    expect((await api('GET', 'Brand/')).json.brands).toHaveLength(1);
  });
});
