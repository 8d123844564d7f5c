import { type RegistrationBench, setUpRegistrations } from './registration-bench';

describe('the requests of a registration', () => {
  let bench: RegistrationBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  it.each(['resource_drop_after_accept', 'resource_error_500_after_accept'])(
    'are not repeated when the answer is lost (%s)',
    async (fault) => {
      bench = await setUpRegistrations({
        simulator: { registration: { step_seconds: 0.02 }, faults: { [fault]: { probability: 1 } } },
      });
      const { begin, submit, until, numbers, registrations } = bench;
      const { id } = await begin();
      await numbers.add(id, ['12025551111']);
      await submit(id);
      await until(id, ({ next }) => next.action === 'none');
      const paid = await bench.paid();
      expect(paid.submissions).toEqual({ brand: 1, campaign: 1, number_linking: 1 });
      // The account's own profile, and ours: none was made twice.
      expect(paid).toMatchObject({ profiles: 2 });
      const history = await registrations.history(id);
      const doubts = history.filter(({ to_state: to }) => to === 'unknown').map(({ step }) => step);
      expect(doubts).toEqual(['profile', 'brand', 'campaign', 'link']);
    },
  );

  it('are made again once two listings did not show them', async () => {
    bench = await setUpRegistrations({
      simulator: {
        registration: { step_seconds: 0.02 },
        faults: { resource_drop_before_accept: { probability: 1, count: 3 } },
      },
    });
    const { begin, submit, until, registrations } = bench;
    const { id } = await begin();
    await submit(id);
    await until(id, ({ campaign }) => campaign.state === 'registered');
    expect((await bench.paid()).submissions).toEqual({ brand: 1, campaign: 1 });
    const history = await registrations.history(id);
    const repeats = history.filter(({ from_state: from, to_state: to }) => from === 'unknown' && to === 'requested');
    expect(repeats).toHaveLength(3);
    expect(repeats[0]).toMatchObject({ source: 'lookup', reason: expect.stringContaining('did not arrive') as string });
  });

  it('are made once by any number of workers', async () => {
    bench = await setUpRegistrations({ workers: 4 });
    const { begin, submit, until } = bench;
    const ids: number[] = [];
    for (const name of ['One', 'Two', 'Three']) {
      const { id } = await begin(name);
      ids.push(id);
      await submit(id);
    }
    for (const id of ids) await until(id, ({ campaign }) => campaign.state === 'registered');
    expect((await bench.paid()).submissions).toEqual({ brand: 3, campaign: 3 });
  });

  it('of a worker that stopped are looked for, and its late answer counts', async () => {
    bench = await setUpRegistrations({ simulator: { registration: { step_seconds: null } } });
    const { begin, submit, until, database, registrations } = bench;
    const { id } = await begin();
    await submit(id);
    await until(id, ({ brand }) => brand.state === 'created');
    // As if the worker had died between the provider's answer and writing it down.
    await database.query(
      `UPDATE brands SET state = 'sending', brand_id = NULL, lease_until = now() - interval '1 s', look_at = NULL`,
    );
    const found = await until(id, ({ brand }) => brand.state === 'created');
    expect(found.brand.provider_id).toBe((await bench.paid()).registrations[0]?.id);
    const doubts = (await registrations.history(id)).filter(({ to_state: to }) => to === 'unknown');
    expect(doubts).toMatchObject([{ step: 'brand', source: 'worker', reason: 'the worker that sent it stopped' }]);
    expect((await bench.paid()).submissions).toEqual({ brand: 1 });
  });

  it('that the provider refuses say why, and cost nothing twice', async () => {
    bench = await setUpRegistrations({
      simulator: {
        registration: { step_seconds: 0.02 },
        account: { numbers: { '12025551111': { type: 'long_code', country: 'US' } } },
      },
    });
    const { begin, submit, until, numbers } = bench;
    const { id } = await begin();
    await numbers.add(id, ['12025551111', '12025559999']);
    await submit(id);
    const view = await until(id, ({ next }) => next.action === 'relink');
    expect(view.numbers[1]).toMatchObject({ state: 'refused', linked: false });
    expect(view.numbers[1]?.reason).toContain('is not rented to this account');
    await numbers.remove(id, '12025559999');
    await until(id, ({ next }) => next.action === 'none');
  });

  it('wait where too many ask, and go on by themselves', async () => {
    bench = await setUpRegistrations({
      simulator: { registration: { step_seconds: 0.02 }, limits: { requests: 1, window_ms: 600_000 } },
    });
    const { begin, submit, tick, until, registrations, pass, database } = bench;
    const { id } = await begin();
    await submit(id);
    await tick();
    const { brand, next } = await registrations.get(id);
    expect(brand).toMatchObject({ state: 'requested', reason: expect.stringContaining('429') as string });
    expect(next).toMatchObject({ action: 'wait', step: 'brand' });
    expect(next.message).toContain('waits to be sent');
    bench.simulator.setOptions({ limits: { requests: null } });
    await tick();
    expect((await registrations.get(id)).brand.state).toBe('requested');
    pass(5_000);
    await until(id, ({ brand: { state } }) => state === 'registered');
    // What is asked before a campaign is paid for is throttled too: once, not as often as a tick has room for.
    bench.simulator.setOptions({ limits: { requests: 1 } });
    await database.query(
      `UPDATE tendlc_campaigns SET state = 'requested', not_before = NULL, submissions = 0, campaign_id = NULL`,
    );
    for (let times = 0; times < 3; times += 1) await tick();
    const { rows } = await database.query<{ submissions: number }>('SELECT submissions FROM tendlc_campaigns');
    expect(rows).toEqual([{ submissions: 1 }]);
  });

  it('that only ask wait where too many do: nothing fails by it, and what was asked for is asked soon again', async () => {
    bench = await setUpRegistrations();
    const { begin, submit, tick, until, registrations, pass, database, ends } = bench;
    const { id } = await begin();
    await submit(id);
    const before = await until(
      id,
      ({ campaign, mno_metadata: known }) => campaign.state === 'registered' && known !== null,
    );
    bench.simulator.setOptions({
      limits: { requests: 1, window_ms: 600_000 },
      unknowns: { throttle_retry_after_s: 30 },
      faults: { webhook_lost: { probability: 1 } },
    });
    await bench.sim('POST', `registrations/campaign/${before.campaign.provider_id ?? ''}`, { state: 'expired' });
    await database.query('UPDATE brands SET look_at = $1', [new Date(0)]);
    await tick();
    await registrations.refresh(id);
    await ends.end(id, 'campaign');
    for (let times = 0; times < 3; times += 1) await tick();
    const states = ({ profile, brand, campaign }: typeof before) =>
      [profile, brand, campaign].map((step) => [step?.state, step?.reason]);
    const throttled = await registrations.get(id);
    expect(states(throttled)).toEqual(states(before));
    expect(throttled.campaign.ending).toBe(true);
    const { rows } = await database.query<{ looks: number }>('SELECT looks FROM tendlc_campaigns');
    expect(rows).toEqual([{ looks: 1 }]);
    bench.simulator.setOptions({ limits: { requests: null } });
    pass(31_000);
    await until(id, ({ campaign }) => campaign.state === 'deleted');
  });

  it('end a campaign without numbers, then its brand, then its profile, and nothing that is still used', async () => {
    bench = await setUpRegistrations();
    const { begin, submit, until, numbers, ends } = bench;
    const { id } = await begin();
    await numbers.add(id, ['12025551111']);
    await submit(id);
    await until(id, ({ next }) => next.action === 'none');
    await expect(ends.end(id, 'campaign')).rejects.toMatchObject({ code: 'registration_state' });
    await expect(ends.end(id, 'brand')).rejects.toThrow('still has 1 campaigns: deactivate them first');
    await expect(ends.end(id, 'profile')).rejects.toThrow('has a brand, which is registered');
    await numbers.remove(id, '12025551111');
    await until(id, ({ numbers: [link] }) => link?.linked === false);
    for (const step of ['campaign', 'brand', 'profile'] as const) {
      await ends.end(id, step);
      const view = await until(id, (each) => each[step]?.state === 'deleted');
      expect(view[step]).toMatchObject({ reason: 'an operator asked for it', ending: false });
    }
    expect(await bench.paid()).toMatchObject({ profiles: 1, registrations: [] });
  });
});
