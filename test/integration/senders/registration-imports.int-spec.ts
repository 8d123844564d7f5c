import { DatabaseModule } from '@herald/database';
import { systemClock } from '@herald/kernel';
import { Lanes, LanesModule } from '@herald/lanes';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { PlivoClientModule } from '@herald/provider';
import { NumbersModule, type RegistrationView, Senders, ThroughputService } from '@herald/senders';
import { Test } from '@nestjs/testing';
import { plivoClients } from '../../support/plivo-clients';
import { waitFor } from '../../support/wait-for';
import { problemOf } from './numbers-setup';
import { type RegistrationBench, setUpRegistrations } from './registration-bench';
import { CAMPAIGN } from './registration-details';

const ID = 'C1234567';
const NUMBER = '12025551111';
const QUICK = { step_seconds: 0.02 };

/** What reads registrations to decide how fast a number sends, and whether it may. */
async function numbersOn({ databaseUrl, simulator }: RegistrationBench) {
  const { authId, authToken, url: baseUrl } = simulator;
  const times = { connectTimeoutMs: 1_000, responseTimeoutMs: 2_000, connections: 1 };
  const client = PlivoClientModule.forRoot({ authId, authToken, baseUrl, ...times });
  const logger = createLogger({ app: 'test', level: 'silent' });
  return Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger, clock: systemClock }),
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 2 }),
      LanesModule,
      client,
      NumbersModule.forRoot({ client, publicUrl: 'http://127.0.0.1:9' }),
    ],
  }).compile();
}

describe('a campaign that was registered elsewhere', () => {
  let bench: RegistrationBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  const registered = ({ campaign, mno_metadata: known }: RegistrationView): boolean =>
    campaign.state === 'registered' && known !== null;
  const movesOf = async ({ registrations }: RegistrationBench, id: number) =>
    (await registrations.history(id)).filter(({ step }) => step === 'campaign').map(({ to_state: to }) => to);

  it('is imported, and its numbers send as any other’s', async () => {
    bench = await setUpRegistrations();
    const { imports, until, numbers, paid, database, registrations, pass } = bench;
    const begun = await imports.begin({ name: 'Offers', campaignId: ID });
    expect(begun).toMatchObject({ profile: null, submits: [], cost: { total: '0.00', items: [] } });
    expect(begun.campaign).toMatchObject({ state: 'requested', provider_id: ID, imported: true });
    const { id } = begun;
    await numbers.add(id, [NUMBER]);
    const view = await until(id, ({ next }) => next.action === 'none');
    expect(view.campaign).toMatchObject({ state: 'registered', details: { usecase: 'CUSTOMER_CARE' } });
    expect(view.campaign.details.campaign_alias).toBe('Offers');
    expect(view.numbers).toMatchObject([{ number: NUMBER, linked: true }]);
    expect((await paid()).submissions).toEqual({ campaign: 1, number_linking: 1 });
    const brandId = view.brand.provider_id ?? '';
    expect(brandId).toMatch(/^B/);
    const { rows } = await database.query('SELECT scope, key FROM sender_scopes WHERE sender = $1 ORDER BY scope', [
      NUMBER,
    ]);
    expect(rows).toEqual([
      { scope: 'brand', key: brandId },
      { scope: 'tendlc_campaign', key: ID },
    ]);

    const module = await numbersOn(bench);
    await module.get(ThroughputService).derive();
    const lanes = (await module.get(Lanes, { strict: false }).list()).filter(({ key }) => key === `${NUMBER}/US`);
    expect(lanes).toMatchObject([{ kind: 'sender', channel: 'sms', amount: 4_500, windowMs: 60_000, brand: brandId }]);
    const problems = await module
      .get(Senders, { strict: false })
      .check({ src: NUMBER, powerpack_uuid: null }, { channel: 'sms', destinations: [{ country: 'US', units: 1 }] });
    await module.close();
    expect(problems).toEqual([]);

    // The provider does not show a brand of another: it stays what the campaign says it is.
    for (let looks = 0; looks < 3; looks += 1) {
      pass(1_000);
      await registrations.refresh(id);
      await bench.tick();
    }
    expect((await registrations.get(id)).brand).toMatchObject({ state: 'registered', provider_id: brandId });
  });

  it('whose brand is told of after its numbers were linked still passes opt-outs to the brand on to them', async () => {
    bench = await setUpRegistrations();
    const { imports, until, numbers, database, registrations } = bench;
    const { id } = await imports.begin({ name: 'Offers', campaignId: ID });
    await numbers.add(id, [NUMBER]);
    const { brand } = await until(id, ({ next }) => next.action === 'none');
    // As if the webhooks had come, and the looks had failed so far.
    await database.query(
      `WITH placeholder AS (
         INSERT INTO brands (state, created_at, state_at) VALUES ('registered', now(), now()) RETURNING id
       ), moved AS (UPDATE tendlc_campaigns SET brand = placeholder.id FROM placeholder)
       UPDATE registrations SET brand = placeholder.id FROM placeholder`,
    );
    await database.query(`DELETE FROM sender_scopes WHERE scope = 'brand'`);
    await registrations.refresh(id);
    const view = await until(id, ({ brand: { provider_id: found } }) => found !== null);
    expect(view.brand.id).toBe(brand.id);
    const scopes = await database.query(`SELECT sender, key FROM sender_scopes WHERE scope = 'brand'`);
    expect(scopes.rows).toEqual([{ sender: NUMBER, key: brand.provider_id }]);
    const left = await database.query('SELECT id FROM brands');
    expect(left.rows).toEqual([{ id: brand.id }]);
  });

  it('is refused in the provider’s words where it was not shared, and asked for again when it is', async () => {
    bench = await setUpRegistrations({ simulator: { registration: { ...QUICK, shared_campaigns: [] } } });
    const { imports, until, registrations, simulator } = bench;
    const { id } = await imports.begin({ name: 'Offers', campaignId: ID });
    const refused = await until(id, ({ campaign }) => campaign.state === 'refused');
    expect(refused.campaign.reason).toContain('campaign_id is not a campaign that was shared with Plivo');
    expect(refused.next.message).toContain('Put that right where it was registered, and submit again.');
    expect(refused).toMatchObject({ submits: ['campaign'], errors: [], cost: { total: '0.00', items: [] } });
    simulator.setOptions({ registration: { shared_campaigns: [ID] } });
    await registrations.submit(id, {});
    await until(id, registered);
  });

  it('is one registration, however often it is asked for', async () => {
    bench = await setUpRegistrations({ workers: 2 });
    const { imports, until, paid, registrations } = bench;
    const twice = await Promise.allSettled(
      [1, 2].map(() => bench?.imports.begin({ name: 'Offers', campaignId: ID }) ?? Promise.reject(new Error('none'))),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [{ id } = { id: 0 }, ...others] = await registrations.list(10);
    expect(others).toEqual([]);
    await until(id, registered);
    const again = await problemOf(imports.begin({ name: 'Again', campaignId: ID }));
    expect(again).toMatchObject({ kind: 'conflict', code: 'campaign_known' });
    expect(again.message).toContain(`registration ${id} has already (registered)`);
    expect(await problemOf(imports.begin({ name: 'Other', campaignId: 'campaign 7' }))).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('campaign_id is "campaign 7": must be the campaign’s id') as string,
    });
    expect((await paid()).submissions).toEqual({ campaign: 1 });
    const { rows } = await bench.database.query<{ n: number }>('SELECT count(*)::int AS n FROM brands');
    expect(rows).toEqual([{ n: 1 }]);
  });

  it.each([
    ['arrived', 'resource_drop_after_accept', ['requested', 'sending', 'unknown', 'created', 'registered']],
    [
      'did not arrive',
      'resource_drop_before_accept',
      ['requested', 'sending', 'unknown', 'requested', 'sending', 'created', 'registered'],
    ],
  ])('whose answer was lost is looked for: the request %s', async (_, fault, moves) => {
    const faults = { [fault]: { probability: 1, count: 1 } };
    bench = await setUpRegistrations({ simulator: { registration: QUICK, faults } });
    const { id } = await bench.imports.begin({ name: 'Offers', campaignId: ID });
    await bench.until(id, registered);
    expect(await movesOf(bench, id)).toEqual(moves);
    expect((await bench.paid()).submissions).toEqual({ campaign: 1 });
  });

  it('waits where too many ask', async () => {
    // Asking whether the account has it already is the one that passes.
    const limits = { requests: 1, window_ms: 600_000 };
    bench = await setUpRegistrations({ simulator: { registration: QUICK, limits } });
    const { imports, tick, until, registrations, simulator, pass } = bench;
    const { id } = await imports.begin({ name: 'Offers', campaignId: ID });
    await tick();
    const { campaign } = await registrations.get(id);
    expect(campaign).toMatchObject({ state: 'requested', reason: expect.stringContaining('429') as string });
    simulator.setOptions({ limits: { requests: null } });
    await tick();
    expect((await registrations.get(id)).campaign.state).toBe('requested');
    pass(5_000);
    await until(id, registered);
  });

  it('that the registry rejects is put right there, and is not submitted again here', async () => {
    bench = await setUpRegistrations({ simulator: { registration: { step_seconds: null } } });
    const { imports, until, registrations, sim } = bench;
    const { id } = await imports.begin({ name: 'Offers', campaignId: ID });
    await until(id, ({ campaign }) => campaign.state === 'created');
    await sim('POST', `registrations/campaign/${ID}`, { state: 'rejected', reason: 'No opt-in shown' });
    const view = await until(id, ({ campaign }) => campaign.state === 'rejected');
    expect(view.next.message).toContain('No opt-in shown. Put that right where it was registered');
    expect(view.submits).toEqual([]);
    const changed = await problemOf(registrations.update(id, undefined, { campaign: { sample1: 'Another' } }));
    expect(changed).toMatchObject({ code: 'registration_state' });
    expect(changed.message).toContain('it can only be changed there');
    expect(await problemOf(bench.ends.end(id, 'brand'))).toMatchObject({
      message: 'The brand was made elsewhere: it is not Herald’s to delete.',
    });
    await sim('POST', `registrations/campaign/${ID}`, { state: 'registered' });
    await until(id, registered);
  });

  it('and that the account has already is taken over without a request, with the brand Herald knows', async () => {
    bench = await setUpRegistrations();
    const { authId, authToken, url: baseUrl } = bench.simulator;
    const provider = plivoClients({ authId, authToken, baseUrl });
    const own = await bench.begin();
    await bench.submit(own.id);
    const { brand, profile } = await bench.until(own.id, registered);
    const made = await provider.campaigns.create({
      ...CAMPAIGN,
      campaign_alias: 'By hand',
      brand_id: brand.provider_id ?? '',
    } as never);
    // No webhook of it comes here: a look before it is registered would be the last for an hour.
    await waitFor('the registry', async () => {
      const { registration_status: status } = (await provider.campaigns.get(made.campaign_id)) ?? {};
      return status === 'ACTIVE';
    });
    await provider.close();
    const { id } = await bench.imports.begin({ name: 'Made by hand', campaignId: made.campaign_id });
    const view = await bench.until(id, registered);
    expect(view.brand).toMatchObject({ id: brand.id, provider_id: brand.provider_id });
    expect(view.profile?.id).toBe(profile?.id);
    expect(view.campaign.details.sample1).toBe(CAMPAIGN.sample1);
    expect((await bench.paid()).submissions).toEqual({ brand: 1, campaign: 2 });
    // While the id of one of its own is awaited, an import could be that very campaign.
    await bench.database.query(
      `UPDATE tendlc_campaigns SET state = 'unknown', campaign_id = NULL WHERE campaign_id <> $1`,
      [made.campaign_id],
    );
    const problem = await problemOf(bench.imports.begin({ name: 'Other', campaignId: ID }));
    expect(problem).toMatchObject({ code: 'registration_state' });
    expect(problem.message).toContain(`campaign of registration ${own.id} is unknown`);
  });
});
