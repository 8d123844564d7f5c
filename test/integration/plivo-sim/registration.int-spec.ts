import { CAMPAIGN, PROFILE, registrationBench } from './registration-setup';
import { tearDown } from './support';

afterEach(tearDown);

type Json = Record<string, unknown>;

describe('profiles', () => {
  it('are made, changed, listed and deleted; the primary one stays', async () => {
    const { api, profile } = await registrationBench();
    const uuid = await profile();
    const { json } = await api('GET', `Profile/${uuid}/`);
    expect(json.profile).toMatchObject({ ...PROFILE, profile_type: 'SECONDARY', profile_uuid: uuid });
    const changed = await api('POST', `Profile/${uuid}`, { vertical: 'energy' });
    expect(changed.json.profile).toMatchObject({ vertical: 'ENERGY', company_name: 'Shop Ltd' });
    const { json: all } = await api('GET', 'Profile/');
    expect((all.profiles as Json[]).map((each) => each.profile_type)).toEqual(['SECONDARY', 'PRIMARY']);
    expect(all.meta).toEqual({ limit: 20, offset: 0, next: null, previous: null });
    const { json: primary } = await api('GET', 'Profile/?type=PRIMARY');
    const [{ profile_uuid: main }] = primary.profiles as [{ profile_uuid: string }];
    expect((json.profile as Json).primary_profile).toBe(main);
    expect(await api('DELETE', `Profile/${main}/`)).toMatchObject({ status: 400 });
    expect(await api('DELETE', `Profile/${uuid}/`)).toMatchObject({ status: 200 });
    expect(await api('GET', `Profile/${uuid}/`)).toMatchObject({ status: 404 });
  });

  it.each<[string, Json, string]>([
    ['no alias', { profile_alias: undefined }, 'profile_alias parameter is missing'],
    ['a strange vertical', { vertical: 'SHOES' }, 'vertical must be one of PROFESSIONAL'],
    ['a strange kind of ownership', { entity_type: 'FAMILY' }, 'entity_type must be one of'],
    ['half an address', { address: { street: 'x' } }, 'address.country parameter is missing'],
    ['a state in full', { address: { ...(PROFILE.address as Json), state: 'Texas' } }, 'valid state code'],
    ['a seniority', { authorized_contact: { ...(PROFILE.authorized_contact as Json), seniority: 'admin' } }, 'senior'],
    ['an email', { authorized_contact: { ...(PROFILE.authorized_contact as Json), email: 'ada' } }, 'email must be'],
    ['a stock exchange', { stock_exchange: 'MOON' }, 'stock_exchange must be one of'],
    ['an EIN', { ein: 'twelve' }, 'ein must be a number'],
  ])('with %s are refused with 400', async (_, wrong, message) => {
    const { api } = await registrationBench();
    const { status, json } = await api('POST', 'Profile/', { ...PROFILE, ...wrong });
    expect(status).toBe(400);
    expect(json.error).toContain(message);
    expect(json.api_id).toEqual(expect.any(String));
  });

  it.each(['ein', 'profile_alias', 'customer_type'])('do not let %s be changed', async (name) => {
    const { api, profile } = await registrationBench();
    const { status, json } = await api('POST', `Profile/${await profile()}/`, { [name]: 'x' });
    expect(status).toBe(400);
    expect(json.error).toBe(`${name} can not be updated`);
  });
});

describe('brands', () => {
  it('are processed, then registered with a score, under both spellings', async () => {
    const { api, profile, step } = await registrationBench();
    const body = { brand_alias: 'shop', brand_type: 'STANDARD', profile_uuid: await profile() };
    const made = await api('POST', '10dlc/Brand/', body);
    expect(made).toMatchObject({
      status: 200,
      json: { message: expect.stringContaining('is being processed') as string },
    });
    const id = made.json.brand_id as string;
    const before = await api('GET', `10dlc/Brand/${id}/`);
    expect(before.json.brand).toMatchObject({ registration_status: 'PROCESSING', vetting_score: null });
    expect(await step()).toBe(1);
    const after = await api('GET', `Brand/${id}/`);
    expect(after.json.brand).toMatchObject({
      ...{ brand_id: id, brand_type: 'STANDARD', registration_status: 'COMPLETED', vetting_score: 80 },
      ...{ vetting_status: 'ACTIVE', company_name: 'Shop Ltd', ein: '123456789', vertical: 'RETAIL' },
    });
    const { json: all } = await api('GET', '10dlc/Brand/?registration_status=COMPLETED&type=STANDARD');
    expect(all.brands).toHaveLength(1);
    expect(all.meta).toMatchObject({ total_count: 1 });
    const { json: none } = await api('GET', '10dlc/Brand/?registration_status=FAILED');
    expect(none.brands).toEqual([]);
  });

  it('say which use cases they may have', async () => {
    const { api, brand, profile } = await registrationBench();
    const standard = await api('GET', `Brand/${await brand()}/usecases/`);
    const codes = (standard.json.use_cases as { code: string }[]).map(({ code }) => code);
    expect(codes).toHaveLength(12);
    expect(codes).toContain('LOW_VOLUME');
    const starter = await brand({ brand_type: 'STARTER', profile_uuid: await profile({ ein: undefined }) });
    const { json } = await api('GET', `10dlc/Brand/${starter}/usecases/`);
    expect((json.use_cases as { code: string }[]).map(({ code }) => code)).toEqual(['STARTER']);
  });

  it('are refused without an EIN, for a used profile and for none', async () => {
    const { api, brand, profile } = await registrationBench();
    const uuid = await profile();
    await brand({ profile_uuid: uuid });
    const refusal = async (body: Json): Promise<unknown> => {
      const { status, json } = await api('POST', '10dlc/Brand/', { brand_alias: 'b', brand_type: 'STANDARD', ...body });
      expect(status).toBe(400);
      return json.error;
    };
    expect(await refusal({ profile_uuid: uuid })).toContain('already been used');
    expect(await refusal({ profile_uuid: 'nobody' })).toContain('not a profile');
    expect(await refusal({})).toBe('profile_uuid parameter is missing');
    expect(await refusal({ profile_uuid: await profile({ ein: undefined }) })).toContain('EIN');
    expect(await refusal({ profile_uuid: uuid, brand_alias: '' })).toBe('brand_alias parameter is missing');
    expect(await refusal({ profile_uuid: uuid, url: 'shop' })).toContain('url must be');
  });

  it('can not be deleted while a campaign is active', async () => {
    const { api, campaign, brand } = await registrationBench();
    const brand_id = await brand();
    const id = await campaign({ brand_id });
    expect(await api('DELETE', `Brand/${brand_id}/`)).toMatchObject({ status: 400 });
    await api('DELETE', `Campaign/${id}/`);
    expect(await api('DELETE', `Brand/${brand_id}/`)).toMatchObject({
      status: 200,
      json: { brand_id, message: 'Brand Deactivated' },
    });
    expect(await api('GET', `Brand/${brand_id}/`)).toMatchObject({ status: 404 });
  });
});

describe('10DLC campaigns', () => {
  it('are registered with the rate of their brand', async () => {
    const { api, campaign } = await registrationBench();
    const id = await campaign({ optin_keywords: 'YES,JOIN' });
    const { json } = await api('GET', `Campaign/${id}/`);
    expect(json.campaign).toMatchObject({
      ...{ campaign_id: id, registration_status: 'ACTIVE', campaign_source: 'plivo', usecase: 'MARKETING' },
      ...{ description: CAMPAIGN.description, optin_keywords: 'YES,JOIN' },
      campaign_attributes: { subscriber_optin: true, embedded_link: false },
      mno_metadata: { 'AT&T': { tpm: 4500 }, 'T-Mobile': { brand_tier: 'TOP' } },
    });
  });

  it.each<[string, Json, string]>([
    ['a short description', { description: 'too short' }, 'description must have a minimum of 40'],
    ['a short sample', { sample2: 'short' }, 'sample2 must have a minimum of 20'],
    ['no message flow', { message_flow: undefined }, 'message_flow parameter is missing'],
    ['no opt-out', { subscriber_optout: false }, 'subscriber_optout must be true'],
    ['nothing about lending', { direct_lending: undefined }, 'direct_lending parameter is missing'],
    ['a strange use case', { usecase: 'SPAM' }, 'usecase must be one of'],
    ['one sub-use-case', { usecase: 'MIXED', sub_usecases: ['2FA'] }, 'two to five'],
    ['sub-use-cases elsewhere', { sub_usecases: ['2FA', 'MARKETING'] }, 'only applicable'],
    ['STARTER on a standard brand', { usecase: 'STARTER', sub_usecases: ['2FA', 'MARKETING'] }, 'STARTER brands'],
    ['keywords with spaces', { optin_keywords: 'YES, JOIN' }, 'comma-separated list'],
    ['help keywords in small letters', { help_keywords: 'help' }, 'all capital letters'],
    ['no alias', { campaign_alias: '' }, 'campaign_alias parameter is missing'],
  ])('with %s are refused with 400', async (_, wrong, message) => {
    const { api, brand } = await registrationBench();
    const { status, json } = await api('POST', 'Campaign/', { ...CAMPAIGN, brand_id: await brand(), ...wrong });
    expect(status).toBe(400);
    expect(json.error).toContain(message);
  });

  it('need a brand that is registered', async () => {
    const { api, profile } = await registrationBench();
    const body = { brand_alias: 'shop', brand_type: 'STANDARD', profile_uuid: await profile() };
    const { brand_id } = (await api('POST', 'Brand/', body)).json;
    const { status, json } = await api('POST', 'Campaign/', { ...CAMPAIGN, brand_id });
    expect([status, json.error]).toEqual([400, 'brand_id is not a registered brand']);
  });

  it('are handed in again when they were rejected, and not while they are active', async () => {
    const { api, campaign, step, control } = await registrationBench({
      registration: { by_name: { 'spring sale': { state: 'rejected', reason: 'No opt-in', times: 1 } } },
    });
    const id = await campaign();
    expect((await api('GET', `Campaign/${id}/`)).json.campaign).toMatchObject({ registration_status: 'FAILED' });
    const better = 'Customers tick a box that says what we send and how often.';
    const updated = await api('POST', `10dlc/Campaign/${id}/`, { message_flow: better });
    expect(updated.json.campaign).toMatchObject({ registration_status: 'FAILED', message_flow: better });
    expect((await api('GET', `Campaign/${id}/`)).json.campaign).toMatchObject({ registration_status: 'PROCESSING' });
    await step();
    expect((await api('GET', `Campaign/${id}/`)).json.campaign).toMatchObject({ registration_status: 'ACTIVE' });
    expect(await api('POST', `Campaign/${id}/`, { message_flow: better })).toMatchObject({ status: 400 });
    expect(await api('POST', `Campaign/${id}/`, { usecase: '2FA' })).toMatchObject({ status: 400 });
    const { json } = await control('GET', '/_sim/registrations');
    expect(json.submissions).toEqual({ brand: 1, campaign: 2 });
  });

  it('can be imported', async () => {
    const { api, step } = await registrationBench();
    const body = { campaign_alias: 'shared', campaign_id: 'C123456' };
    expect(await api('POST', '10dlc/Campaign/Import/', body)).toMatchObject({
      status: 200,
      json: { campaign_id: 'C123456', message: expect.stringContaining('import') as string },
    });
    await step();
    const { json } = await api('GET', '10dlc/Campaign/?campaign_source=shared&registration_status=Active');
    expect(json.campaigns).toMatchObject([{ campaign_id: 'C123456', campaign_alias: 'shared' }]);
    expect(await api('POST', 'Campaign/Import', body)).toMatchObject({ status: 400 });
    expect(await api('POST', 'Campaign/Import', { campaign_alias: 'x' })).toMatchObject({ status: 400 });
  });
});
