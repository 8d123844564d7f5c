import { type RegistrationBench, setUpRegistrations } from './registration-bench';

const NUMBERS = ['12025551111', '12025551112'];
const DAY_MS = 24 * 3_600_000;

describe('a registration by webhooks', () => {
  let bench: RegistrationBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  const sourcesOf = async ({ registrations }: RegistrationBench, id: number): Promise<Set<string>> =>
    new Set((await registrations.history(id)).map(({ source }) => source));

  it('goes from an empty account to linked numbers by itself, each step paid for once', async () => {
    bench = await setUpRegistrations();
    const { begin, submit, until, numbers, registrations, database } = bench;
    const { id } = await begin();
    await numbers.add(id, NUMBERS);
    await submit(id);
    const view = await until(id, ({ next }) => next.action === 'none');
    expect(view).toMatchObject({
      profile: { state: 'created' },
      brand: { state: 'registered' },
      campaign: { state: 'registered' },
      numbers: NUMBERS.map((number) => ({ number, linked: true, state: 'success' })),
    });
    expect(await sourcesOf(bench, id)).toEqual(new Set(['operator', 'worker', 'answer', 'webhook']));
    expect((await bench.paid()).submissions).toEqual({ brand: 1, campaign: 1, number_linking: 2 });
    // What the provider allows is not in the webhooks: it is asked for once they say it is registered.
    const known = await until(
      id,
      ({ mno_metadata: metadata, vetting_score: score }) => metadata !== null && score !== null,
    );
    expect(known).toMatchObject({ vetting_score: 80, mno_metadata: { 'at&t': { tpm: 4500 } } });
    expect((await registrations.get(id)).next.message).toBe('It is complete: its numbers may send.');
    const { rows } = await database.query<{ sender: string; scope: string; key: string }>(
      'SELECT sender, scope, key FROM sender_scopes ORDER BY sender, scope',
    );
    const ids = [
      { scope: 'brand', key: view.brand.provider_id },
      { scope: 'tendlc_campaign', key: view.campaign.provider_id },
    ];
    expect(rows).toEqual(NUMBERS.flatMap((sender) => ids.map((each) => ({ sender, ...each }))));
  });

  it('ends the same when webhooks are lost, doubled, late and forged', async () => {
    bench = await setUpRegistrations({
      silenceMs: 300,
      workers: 2,
      simulator: {
        registration: { step_seconds: 0.05 },
        faults: {
          webhook_lost: { probability: 0.4 },
          webhook_duplicated: { probability: 0.5, within_ms: 200 },
          webhook_late: { probability: 0.3, min_ms: 50, max_ms: 300 },
          webhook_forged: { probability: 0.6 },
        },
      },
    });
    const { begin, submit, until, numbers } = bench;
    const { id } = await begin();
    await numbers.add(id, NUMBERS);
    await submit(id);
    const view = await until(id, ({ next }) => next.action === 'none');
    expect(view.numbers.every(({ linked }) => linked)).toBe(true);
    expect((await bench.paid()).submissions).toEqual({ brand: 1, campaign: 1, number_linking: 2 });
    const summary = (await bench.sim('GET', 'ledger/summary')) as {
      webhooks: { forged: number; forged_accepted: number };
    };
    expect(summary.webhooks.forged).toBeGreaterThan(0);
    expect(summary.webhooks.forged_accepted).toBe(0);
  });

  it('hears nothing at all, and asks', async () => {
    bench = await setUpRegistrations({
      silenceMs: 100,
      simulator: { registration: { step_seconds: 0.02 }, faults: { webhook_lost: { probability: 1 } } },
    });
    const { begin, submit, until, numbers, registrations } = bench;
    const { id } = await begin();
    await numbers.add(id, NUMBERS);
    await submit(id);
    await until(id, ({ next }) => next.action === 'none');
    const told = (await registrations.history(id)).filter(({ source }) => source === 'webhook');
    expect(told).toEqual([]);
  });

  it('shows why a campaign was rejected, and submits it again for a fee', async () => {
    const by_name = {
      Offers: { state: 'rejected' as const, reason: 'the website does not say how to opt in', times: 1 },
    };
    bench = await setUpRegistrations({ simulator: { registration: { step_seconds: 0.02, by_name } } });
    const { begin, submit, until, registrations, database } = bench;
    const { id, brand } = await begin();
    await registrations.update(id, undefined, { brand: { brand_alias: 'Example' } });
    await submit(id);
    const rejected = await until(id, ({ campaign }) => campaign.state === 'rejected');
    expect(rejected).toMatchObject({
      brand: { id: brand.id, state: 'registered' },
      campaign: { reason: 'the website does not say how to opt in' },
      next: { action: 'correct', step: 'campaign' },
      cost: { total: '15.00' },
    });
    await registrations.update(id, undefined, {
      campaign: { message_flow: 'Customers tick a box on www.example.com/join.' },
    });
    await submit(id);
    await until(id, ({ campaign }) => campaign.state === 'created');
    // The webhook of the first round comes once more, as if the provider had not heard the 200.
    await database.query(`UPDATE webhook_inbox SET handled_at = NULL WHERE payload::text LIKE '%rejected%'`);
    const registered = await until(id, ({ campaign }) => campaign.state === 'registered');
    expect(registered.campaign.provider_id).toBe(rejected.campaign.provider_id);
    expect((await bench.paid()).submissions).toMatchObject({ brand: 1, campaign: 2 });
    const states = (await registrations.history(id)).filter(({ step }) => step === 'campaign');
    expect(states.map(({ to_state: to }) => to)).toEqual([
      'requested',
      'sending',
      'created',
      'rejected',
      'requested',
      'sending',
      'created',
      'registered',
    ]);
  });

  it('makes a rejected brand anew of another profile', async () => {
    const by_name = { Wrong: { state: 'rejected' as const, reason: 'the EIN is another company’s' } };
    bench = await setUpRegistrations({ simulator: { registration: { step_seconds: 0.02, by_name } } });
    const { begin, submit, until, registrations, database } = bench;
    const { id } = await begin('Wrong');
    await submit(id);
    const rejected = await until(id, ({ brand }) => brand.state === 'rejected');
    expect(rejected).toMatchObject({
      brand: { reason: 'the EIN is another company’s' },
      submits: ['profile', 'brand'],
    });
    await registrations.update(id, undefined, { profile: { ein: '987654321' }, brand: { brand_alias: 'Right' } });
    const again = await submit(id);
    expect(again.cost.total).toBe('0.00');
    const registered = await until(id, ({ brand }) => brand.state === 'registered');
    expect(registered.brand.provider_id).not.toBe(rejected.brand.provider_id);
    expect(registered.profile?.provider_id).not.toBe(rejected.profile?.provider_id);
    const { rows } = await database.query<{ former_ids: string[] }>('SELECT former_ids FROM brands');
    expect(rows).toEqual([{ former_ids: [rejected.brand.provider_id] }]);
  });

  it('unlinks a number, which then is free for another campaign', async () => {
    bench = await setUpRegistrations();
    const { begin, submit, until, numbers, database } = bench;
    const [one, two] = [await begin('One'), await begin('Two')];
    await numbers.add(one.id, NUMBERS);
    for (const { id } of [one, two]) await submit(id);
    await until(one.id, ({ next }) => next.action === 'none');
    await until(two.id, ({ campaign }) => campaign.state === 'registered');
    await expect(numbers.add(two.id, NUMBERS)).rejects.toMatchObject({ code: 'number_state' });
    await numbers.remove(one.id, '12025551111');
    const left = await until(one.id, ({ next }) => next.action === 'none');
    expect(left.numbers.map(({ number, linked }) => ({ number, linked }))).toEqual([
      { number: '12025551111', linked: false },
      { number: '12025551112', linked: true },
    ]);
    expect((await database.query(`SELECT FROM sender_scopes WHERE sender = '12025551111'`)).count).toBe(0);
    await numbers.add(two.id, ['12025551111']);
    await until(two.id, ({ next }) => next.action === 'none');
    expect((await bench.paid()).registrations.filter(({ kind }) => kind === 'number_linking')).toHaveLength(2);
  });

  it('tells when the operators do not let a number go', async () => {
    bench = await setUpRegistrations({
      simulator: { registration: { step_seconds: 0.02, outcomes: { number_unlinking: 'failed' } } },
    });
    const { begin, submit, until, numbers } = bench;
    const { id } = await begin();
    await numbers.add(id, ['12025551111']);
    await submit(id);
    await until(id, ({ next }) => next.action === 'none');
    await numbers.remove(id, '12025551111');
    const failed = await until(id, ({ next }) => next.action === 'relink');
    expect(failed.numbers).toMatchObject([{ direction: 'unlink', state: 'failed', linked: true }]);
    expect(failed.next.message).toContain('could not be unlinked: Rejected by the operators');
  });

  it('sees once a day what nobody told: an expired campaign', async () => {
    bench = await setUpRegistrations();
    const { begin, submit, until, pass, tick } = bench;
    const { id } = await begin();
    await submit(id);
    const { campaign } = await until(id, (view) => view.campaign.state === 'registered' && view.mno_metadata !== null);
    bench.simulator.setOptions({ faults: { webhook_lost: { probability: 1 } } });
    await bench.sim('POST', `registrations/campaign/${campaign.provider_id ?? ''}`, { state: 'expired' });
    await tick();
    pass(DAY_MS);
    const expired = await until(id, (view) => view.campaign.state === 'expired');
    expect(expired.next).toMatchObject({ action: 'start_over', step: 'campaign' });
  });

  it('keeps what it does not understand, and what is about nothing it knows', async () => {
    bench = await setUpRegistrations();
    const { database, tick, pass } = bench;
    const put = (digest: string, payload: object) =>
      database.query(
        `INSERT INTO webhook_inbox (kind, received_at, last_at, digest, payload) VALUES ('10dlc', now(), now(), $1, $2)`,
        [Buffer.from(digest), JSON.stringify(payload)],
      );
    await put('strange', { hello: 'world' });
    await put('stranger', { endpoint: 'brand', status: 'registered', brand_id: 'BNOBODY' });
    const errors = async () =>
      (
        await database.query<{ error: string | null }>(
          'SELECT error FROM webhook_inbox WHERE handled_at IS NOT NULL ORDER BY id',
        )
      ).rows.map(({ error }) => error);
    await tick();
    expect(await errors()).toEqual([expect.stringContaining('kept, but not understood')]);
    pass(3_600_000);
    await tick();
    expect(await errors()).toEqual([
      expect.stringContaining('kept, but not understood'),
      'kept, but it is about nothing that Herald knows',
    ]);
  });
});
