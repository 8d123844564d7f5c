import { startApi, type TestApi } from '../api/start-api';
import { BRAND, CAMPAIGN, PROFILE } from './registration-details';

interface View {
  readonly id: number;
  readonly version: number;
  readonly profile: { readonly state: string };
  readonly brand: { readonly id: number; readonly state: string };
  readonly campaign: { readonly state: string; readonly details: Record<string, unknown> };
  readonly numbers: readonly { readonly number: string; readonly direction: string; readonly state: string }[];
  readonly submits: readonly string[];
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly cost: {
    readonly total: string;
    readonly items: readonly { readonly item: string; readonly amount: string | null }[];
  };
  readonly next: { readonly action: string; readonly step: string; readonly message: string };
}

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** Whatever a route answers: each test reads what its route has. */
interface Answer extends View, Problem {
  readonly objects: readonly (View & {
    readonly from_state: string;
    readonly to_state: string;
    readonly source: string;
  })[];
  readonly next_cursor: string | null;
}

describe('the registrations of the API', () => {
  let api: TestApi;
  let headers: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    headers = await api.as('write');
  });
  afterAll(() => api.stop());

  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    more = {},
  ): Promise<{ readonly status: number; readonly body: Answer }> => {
    const options = { method, url, headers: { ...headers, ...more } };
    const answer = await api.app.inject(payload === undefined ? options : { ...options, payload });
    return { status: answer.statusCode, body: answer.body === '' ? ({} as Answer) : answer.json<Answer>() };
  };
  const begin = async (body: object = { profile: PROFILE, brand: BRAND, campaign: CAMPAIGN }): Promise<View> =>
    (await call('POST', '/v1/registrations', { name: 'Offers', ...body })).body;
  const change = (id: number, body: object) => call('PATCH', `/v1/registrations/${id}`, body, { 'if-match': '*' });
  const submit = (id: number, body?: object) => call('POST', `/v1/registrations/${id}/submit`, body);

  it('names what is missing, one field after the other, until it may be submitted', async () => {
    const empty = await begin({});
    expect(empty.next).toMatchObject({ action: 'fill_in', step: 'profile' });
    expect(empty.errors).toHaveLength(32);
    const refused = await submit(empty.id, { accept_cost: '19.00' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'registration_invalid' } });
    expect(refused.body.errors).toEqual(empty.errors);
    await change(empty.id, { profile: PROFILE });
    const nearly = await change(empty.id, { brand: BRAND, campaign: { ...CAMPAIGN, sample1: 'Sale' } });
    expect(nearly.body.errors).toEqual([
      { field: 'campaign.sample1', message: 'has 4 characters: at least 20 are needed' },
    ]);
    expect(nearly.body.next.message).toBe('campaign.sample1 has 4 characters: at least 20 are needed');
    const whole = await change(empty.id, { campaign: { sample1: CAMPAIGN.sample1 } });
    expect(whole.body).toMatchObject({
      errors: [],
      next: { action: 'submit' },
      submits: ['profile', 'brand', 'campaign'],
    });
  });

  it('says what it costs, and spends nothing before exactly that is agreed to', async () => {
    const { id, cost } = await begin();
    expect(cost.total).toBe('19.00');
    expect(cost.items.map(({ item, amount }) => `${item} ${amount ?? 'not known'}`)).toEqual([
      'brand 4.00',
      'secondary_vetting not known',
      'campaign 15.00',
      'campaign_month not known',
    ]);
    for (const body of [undefined, { accept_cost: '18.99' }, { accept_cost: 'all' }]) {
      const refused = await submit(id, body);
      expect(refused).toMatchObject({ status: 409, body: { code: 'cost_not_accepted' } });
      expect(refused.body.detail).toContain('costs $19.00 (brand $4.00, secondary_vetting not known, campaign $15.00');
    }
    await call('PUT', '/v1/registration-fees/secondary_vetting', { amount: '40', source: 'invoice of May' });
    expect((await submit(id, { accept_cost: '19.00' })).body.detail).toContain('costs $59.00');
    const { status, body } = await submit(id, { accept_cost: '59' });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      profile: { state: 'requested' },
      brand: { state: 'requested' },
      campaign: { state: 'requested' },
      submits: [],
      next: { action: 'wait', step: 'profile' },
    });
    expect((await submit(id, { accept_cost: '59' })).body).toMatchObject({ code: 'registration_state' });
    await api.database.query(`DELETE FROM registration_fees WHERE item = 'secondary_vetting'`);
  });

  it('submits a part, takes a step back that is corrected, and lets no change be lost', async () => {
    const { id } = await begin({ profile: PROFILE });
    expect((await submit(id, { through: 'profile' })).body.profile.state).toBe('requested');
    const changed = await change(id, { profile: { company_name: 'Example Ltd.' } });
    expect(changed.body.profile).toMatchObject({ state: 'draft', details: { company_name: 'Example Ltd.' } });
    const stale = await call('PATCH', `/v1/registrations/${id}`, { name: 'Other' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
    expect(await call('PATCH', `/v1/registrations/${id}`, { name: 'Other' })).toMatchObject({ status: 428 });
    const history = await call('GET', `/v1/registrations/${id}/history`);
    expect(
      history.body.objects.map(({ from_state: from, to_state: to, source }) => `${source}: ${from} → ${to}`),
    ).toEqual(['operator: draft → requested', 'operator: requested → draft']);
  });

  it('refuses to change what is with the provider, and what the provider does not let be changed', async () => {
    const { id, brand } = await begin();
    const put = (state: string) => api.database.query('UPDATE brands SET state = $2 WHERE id = $1', [brand.id, state]);
    await api.database.query(`UPDATE profiles SET state = 'created'`);
    await put('created');
    expect((await change(id, { brand: { secondary_vetting: false } })).body).toMatchObject({
      code: 'registration_state',
      detail: 'The brand is created: it can only be changed before it is sent, or once it was refused or rejected.',
    });
    await api.database.query(
      `UPDATE tendlc_campaigns SET state = 'rejected', campaign_id = 'CREJECT' || id, reason = 'website not found' WHERE brand = $1`,
      [brand.id],
    );
    const refused = await change(id, { campaign: { usecase: '2FA' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'registration_invalid' } });
    expect(refused.body.errors[0]?.message).toContain(
      'cannot be changed once the campaign was sent: only campaign_alias, description',
    );
    await put('registered');
    const corrected = await change(id, { campaign: { description: `${CAMPAIGN.description} See www.example.com.` } });
    expect(corrected.body).toMatchObject({
      next: { action: 'correct', step: 'campaign' },
      cost: { total: '15.00', items: [{ item: 'campaign_update' }] },
    });
    expect(corrected.body.next.message).toBe(
      'The campaign is rejected: website not found. Correct it and submit again.',
    );
  });

  it('takes numbers once, names what is wrong with one, and forgets what was never sent', async () => {
    const [one, other] = [await begin(), await begin()];
    const link = (id: number, numbers: string[]) => call('POST', `/v1/registrations/${id}/numbers`, { numbers });
    const wrong = await link(one.id, ['+12025551111', '18885550100', '911']);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'numbers_invalid' } });
    expect(wrong.body.errors.map(({ field }) => field)).toEqual(['numbers[1]', 'numbers[2]']);
    expect((await link(one.id, ['+12025551111', '12025551111'])).body.numbers).toEqual([
      { number: '12025551111', direction: 'link', state: 'requested', reason: null, linked: false },
    ]);
    expect((await link(other.id, ['12025551112', '12025551111'])).body).toMatchObject({
      code: 'number_state',
      detail: 'The number …1111 is with another 10DLC campaign (link requested): unlink it there first.',
    });
    const gone = await call('DELETE', `/v1/registrations/${one.id}/numbers/+12025551111`);
    expect(gone).toMatchObject({ status: 202, body: { numbers: [] } });
    expect((await link(other.id, ['12025551111'])).body.numbers).toHaveLength(1);
    expect(await call('DELETE', `/v1/registrations/${one.id}/numbers/12025551111`)).toMatchObject({
      status: 404,
      body: { code: 'number_not_found' },
    });
  });

  it('imports a campaign that was registered elsewhere, once, and names what is wrong', async () => {
    const load = (campaignId: string) =>
      call('POST', '/v1/registrations/import', { name: 'Elsewhere', campaign_id: campaignId });
    const { status, body } = await load(' CVWMV6V ');
    expect(status).toBe(202);
    expect(body).toMatchObject({ profile: null, cost: { total: '0.00' }, campaign: { imported: true } });
    expect(body.campaign.state).toBe('requested');
    expect(await load('CVWMV6V')).toMatchObject({ status: 409, body: { code: 'campaign_known' } });
    const refused = await load('vwmv6v');
    expect(refused).toMatchObject({ status: 422, body: { code: 'registration_invalid' } });
    expect(refused.body.errors).toMatchObject([{ field: 'campaign_id' }]);
    expect(await change(body.id, { campaign: CAMPAIGN })).toMatchObject({ status: 409 });
    // The brand that stands in for its own is nobody else's.
    const other = await call('POST', '/v1/registrations', { name: 'Codes', brand_id: body.brand.id });
    expect(other).toMatchObject({ status: 404, body: { code: 'brand_not_found' } });
  });

  it('begins another one with a brand that is there, and deletes only what was never sent', async () => {
    const { id, brand } = await begin();
    const { body: second } = await call('POST', '/v1/registrations', {
      name: 'Codes',
      brand_id: brand.id,
      campaign: CAMPAIGN,
    });
    expect(second.brand.id).toBe(brand.id);
    expect(
      (await call('POST', '/v1/registrations', { name: 'x', brand_id: brand.id, brand: BRAND })).body,
    ).toMatchObject({
      code: 'registration_invalid',
    });
    expect((await call('DELETE', `/v1/registrations/${second.id}`)).status).toBe(204);
    await submit(id, { accept_cost: '19.00', through: 'profile' });
    expect(await call('DELETE', `/v1/registrations/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'registration_state' },
    });
    const page = await call('GET', '/v1/registrations?limit=1');
    expect(page.body.objects).toHaveLength(1);
    expect(page.body.next_cursor).toBe(String(page.body.objects[0]?.id));
  });
});
