import { registrationBench, VERIFICATION } from './registration-setup';
import { tearDown } from './support';

afterEach(tearDown);

type Json = Record<string, unknown>;

const A = '14155550100';
const B = '14155550101';
const TOLL_FREE = '18885550100';
const NUMBERS = {
  [A]: { type: 'long_code' },
  [B]: { type: 'long_code' },
  [TOLL_FREE]: { type: 'toll_free' },
} as const;

describe('number links', () => {
  it('are processed, completed, and taken back', async () => {
    const { api, campaign, step } = await registrationBench({ account: { numbers: NUMBERS } });
    const id = await campaign();
    const asked = await api('POST', `10dlc/Campaign/${id}/Number/`, { numbers: [`+${A}`, B] });
    expect(asked).toMatchObject({ status: 202 });
    expect(asked.json.message).toBe(`Request to link ${A}, ${B} to campaign ${id} was received and is being processed`);
    const list = async (): Promise<unknown> => (await api('GET', `Campaign/${id}/Number/`)).json.phone_numbers;
    expect(await list()).toEqual([
      { number: A, status: 'PROCESSING' },
      { number: B, status: 'PROCESSING' },
    ]);
    expect(await api('DELETE', `Campaign/${id}/`)).toMatchObject({ status: 400 });
    await step();
    const one = await api('GET', `10dlc/Campaign/${id}/Number/${A}/`);
    expect(one.json).toMatchObject({
      ...{ campaign_id: id, campaign_alias: 'spring sale', usecase: 'MARKETING' },
      phone_numbers: [{ number: A, status: 'COMPLETED' }],
    });
    const gone = await api('DELETE', `10dlc/Campaign/${id}/Number/${A}/`);
    expect(gone).toMatchObject({ status: 202 });
    await step();
    expect(await list()).toEqual([{ number: B, status: 'COMPLETED' }]);
    expect(await api('GET', `Campaign/${id}/Number/${A}/`)).toMatchObject({ status: 404 });
  });

  it('that failed can be asked for again', async () => {
    const { api, campaign, step } = await registrationBench({
      registration: { by_name: { [A]: { state: 'failed', times: 1 } } },
    });
    const id = await campaign();
    await api('POST', `Campaign/${id}/Number/`, { numbers: [A] });
    await step();
    const status = async (): Promise<unknown> =>
      ((await api('GET', `Campaign/${id}/Number/${A}`)).json.phone_numbers as Json[])[0]?.status;
    expect(await status()).toBe('FAILED');
    expect(await api('POST', `Campaign/${id}/Number/`, { numbers: [A] })).toMatchObject({ status: 202 });
    await step();
    expect(await status()).toBe('COMPLETED');
  });

  it('stay when they could not be taken back', async () => {
    const { api, campaign, step } = await registrationBench({
      registration: { outcomes: { number_unlinking: 'failed' } },
    });
    const id = await campaign();
    await api('POST', `Campaign/${id}/Number/`, { numbers: [A] });
    await step();
    await api('DELETE', `Campaign/${id}/Number/${A}/`);
    await step();
    const { json } = await api('GET', `Campaign/${id}/Number/${A}`);
    expect(json.phone_numbers).toEqual([{ number: A, status: 'COMPLETED' }]);
  });

  it('that failed do not send for the campaign, not even on their way out', async () => {
    const bench = await registrationBench({
      account: { numbers: NUMBERS },
      registration: { by_name: { [A]: { state: 'failed', times: 1 } }, unregistered_long_code: 'blocked' },
    });
    const { api, campaign, step, send, settled, control } = bench;
    const id = await campaign();
    await api('POST', `Campaign/${id}/Number/`, { numbers: [A] });
    await step();
    await api('DELETE', `Campaign/${id}/Number/${A}/`);
    await send({ src: A, dst: '16285000000' });
    await control('POST', `/_sim/registrations/number_unlinking/${A}`, { state: 'failed' });
    expect((await api('GET', `Campaign/${id}/Number/${A}`)).json.phone_numbers).toEqual([
      { number: A, status: 'FAILED' },
    ]);
    await send({ src: A, dst: '16285000001' });
    expect((await settled()).by_error_code).toEqual({ '100': 2 });
  });

  it.each<[string, Json, string]>([
    ['no numbers', {}, 'numbers parameter is missing'],
    ['what is no number', { numbers: ['12'] }, 'numbers must be in E.164 format'],
    ['a number of somebody else', { numbers: ['14155559999'] }, 'is not rented to this account'],
    ['a toll-free number', { numbers: [TOLL_FREE] }, 'is not a US long code'],
  ])('to %s are refused with 400', async (_, body, message) => {
    const { api, campaign } = await registrationBench({ account: { numbers: NUMBERS } });
    const { status, json } = await api('POST', `Campaign/${await campaign()}/Number/`, body);
    expect(status).toBe(400);
    expect(json.error).toContain(message);
  });

  it('of a number that has one are refused in the words that are known', async () => {
    const { api, campaign } = await registrationBench();
    const id = await campaign();
    await api('POST', `Campaign/${id}/Number/`, { numbers: [A] });
    const { status, json } = await api('POST', `Campaign/${id}/Number/`, { numbers: [A] });
    expect([status, json.error]).toEqual([400, `The number ${A} is already requested for linking`]);
  });
});

describe('toll-free verifications', () => {
  it('are submitted, approved, listed by what they are', async () => {
    const { api, profile, step } = await registrationBench({ account: { numbers: NUMBERS } });
    const profile_uuid = await profile();
    const made = await api('POST', 'TollfreeVerification/', {
      ...VERIFICATION,
      profile_uuid,
      usecase: '2FA, MARKETING',
    });
    expect(made).toMatchObject({ status: 201, json: { message: 'created' } });
    const uuid = made.json.uuid as string;
    expect((await api('GET', `TollfreeVerification/${uuid}/`)).json).toMatchObject({
      ...{ uuid, number: TOLL_FREE, status: 'SUBMITTED', usecase: '2FA,MARKETING', error_message: '', profile_uuid },
      ...{ volume: '10,000', optin_type: 'WEB_FORM', extra_data: '' },
    });
    await step();
    const find = async (query: string): Promise<unknown[]> =>
      (await api('GET', `TollfreeVerification/?${query}`)).json.objects as unknown[];
    expect(await find(`number=${TOLL_FREE}&status=APPROVED`)).toHaveLength(1);
    expect(await find('status=REJECTED')).toEqual([]);
    expect(await find('usecase=MARKETING,2FA')).toHaveLength(1);
    expect(await find('usecase=MARKETING')).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await find(`created__gte=${today}`)).toHaveLength(1);
    expect(await find(`created__lt=${today}`)).toEqual([]);
    expect((await api('GET', 'TollfreeVerification/?created__lt=today')).status).toBe(400);
    for (const method of ['POST', 'DELETE']) {
      const late = await api(
        method,
        `TollfreeVerification/${uuid}/`,
        method === 'POST' ? { volume: '100' } : undefined,
      );
      expect(late).toMatchObject({ status: 400, json: { error: expect.stringContaining('APPROVED') as string } });
    }
  });

  it('that ask for more are edited in time, and looked at again', async () => {
    const { api, profile, step, control } = await registrationBench({
      registration: { by_name: { [TOLL_FREE]: { state: 'UPDATE_REQUIRED', reason: 'Show the form', times: 1 } } },
    });
    const body = { ...VERIFICATION, profile_uuid: await profile() };
    const uuid = (await api('POST', 'TollfreeVerification/', body)).json.uuid as string;
    await step();
    const get = async (): Promise<Json> => (await api('GET', `TollfreeVerification/${uuid}/`)).json;
    expect(await get()).toMatchObject({ status: 'UPDATE_REQUIRED', error_message: 'Show the form' });
    const wrong = await api('POST', `TollfreeVerification/${uuid}/`, { optin_type: 'SMILE' });
    expect(wrong).toMatchObject({ status: 400 });
    const better = { optin_image_url: 'https://shop.example.com/form.png' };
    expect(await api('POST', `TollfreeVerification/${uuid}/`, better)).toMatchObject({ status: 202 });
    expect(await get()).toMatchObject({ status: 'SUBMITTED', ...better });
    await step();
    expect(await get()).toMatchObject({ status: 'APPROVED', error_message: '' });
    await control('POST', `/_sim/registrations/tollfree/${uuid}`, { state: 'update_required' });
    await control('PUT', '/_sim/options', { registration: { tollfree_edit_days: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const late = await api('POST', `TollfreeVerification/${uuid}/`, better);
    expect(late).toMatchObject({ status: 400, json: { error: expect.stringContaining('time to update') as string } });
    expect(await api('DELETE', `TollfreeVerification/${uuid}/`)).toMatchObject({ status: 204 });
    expect(await api('GET', `TollfreeVerification/${uuid}/`)).toMatchObject({ status: 404 });
  });

  it('may keep their name while an edit is looked at', async () => {
    const { api, profile, step } = await registrationBench({
      registration: {
        tollfree_after_update: 'UPDATE_REQUIRED',
        tollfree_reason: 'both',
        tollfree_processing: true,
        by_name: { [TOLL_FREE]: { state: 'UPDATE_REQUIRED', reason: 'Show the form', times: 1 } },
      },
    });
    const body = { ...VERIFICATION, profile_uuid: await profile() };
    const uuid = (await api('POST', 'TollfreeVerification/', body)).json.uuid as string;
    const state = async (): Promise<unknown> => (await api('GET', `TollfreeVerification/${uuid}/`)).json.status;
    const seen: unknown[] = [];
    for (let at = 0; at < 2; at += 1) {
      await step();
      seen.push(await state());
    }
    const { json } = await api('GET', `TollfreeVerification/${uuid}/`);
    expect(json).toMatchObject({ error_message: 'Show the form', rejection_reason: 'Show the form' });
    expect(await step()).toBe(0);
    await api('POST', `TollfreeVerification/${uuid}/`, { volume: '100' });
    seen.push(await state());
    for (let at = 0; at < 2; at += 1) {
      await step();
      seen.push(await state());
    }
    expect(seen).toEqual(['PROCESSING', 'UPDATE_REQUIRED', 'UPDATE_REQUIRED', 'PROCESSING', 'APPROVED']);
  });

  it('that were rejected can not come back with the same use case', async () => {
    const { api, profile, step } = await registrationBench({ registration: { outcomes: { tollfree: 'REJECTED' } } });
    const body = { ...VERIFICATION, profile_uuid: await profile() };
    await api('POST', 'TollfreeVerification/', body);
    await step();
    const again = await api('POST', 'TollfreeVerification/', body);
    expect(again).toMatchObject({ status: 400, json: { error: expect.stringContaining('anymore') as string } });
    const other = await api('POST', 'TollfreeVerification/', { ...body, usecase: '2FA' });
    expect(other).toMatchObject({ status: 201 });
  });

  it.each<[string, Json, string]>([
    ['no profile', { profile_uuid: 'x' }, 'not a profile of this account'],
    ['a long code', { number: A }, 'toll-free number'],
    ['a long summary', { usecase_summary: 'x'.repeat(501) }, 'maximum of 500'],
    ['a long sample', { message_sample: 'x'.repeat(1001) }, 'maximum of 1000'],
    ['a strange use case', { usecase: 'SPAM' }, 'usecase must be one of'],
    ['no picture', { optin_image_url: 'picture' }, 'optin_image_url must be a valid URL'],
    ['a strange opt-in', { optin_type: 'SMILE' }, 'optin_type must be one of'],
    ['a strange volume', { volume: 'many' }, 'volume must be'],
    ['no sample', { message_sample: undefined }, 'message_sample parameter is missing'],
  ])('with %s are refused with 400', async (_, wrong, message) => {
    const { api, profile } = await registrationBench();
    const body = { ...VERIFICATION, profile_uuid: await profile(), ...wrong };
    const { status, json } = await api('POST', 'TollfreeVerification/', body);
    expect(status).toBe(400);
    expect(json.error).toContain(message);
  });
});
