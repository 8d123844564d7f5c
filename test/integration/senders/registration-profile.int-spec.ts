import { plivoClients } from '../../support/plivo-clients';
import { type RegistrationBench, setUpRegistrations } from './registration-bench';

describe('the profile of a registration', () => {
  let bench: RegistrationBench | undefined;
  let provider: ReturnType<typeof plivoClients>;
  const start = async (...options: Parameters<typeof setUpRegistrations>): Promise<RegistrationBench> => {
    bench = await setUpRegistrations(...options);
    const { authId, authToken, url: baseUrl } = bench.simulator;
    provider = plivoClients({ authId, authToken, baseUrl });
    return bench;
  };
  afterEach(async () => {
    await provider.close();
    await bench?.close();
  });

  it('is changed at the provider when a registered one is corrected, and not made twice', async () => {
    const { begin, submit, until, registrations, paid } = await start();
    const { id } = await begin();
    await submit(id);
    const before = await until(id, ({ campaign }) => campaign.state === 'registered');
    const uuid = before.profile?.provider_id ?? '';
    await expect(registrations.update(id, undefined, { profile: { ein: '987654321' } })).rejects.toMatchObject({
      code: 'registration_invalid',
      details: [{ field: 'profile.ein', message: expect.stringContaining('cannot be changed once a brand') as string }],
    });
    const drafted = await registrations.update(id, undefined, {
      profile: { company_name: 'Example Ltd.', address: { city: 'Dallas' } },
    });
    expect(drafted).toMatchObject({ profile: { state: 'draft' }, submits: ['profile'], cost: { total: '0.00' } });
    await submit(id);
    const after = await until(id, ({ profile }) => profile?.state === 'created');
    expect(after.profile?.provider_id).toBe(uuid);
    expect(await provider.profiles.get(uuid)).toMatchObject({
      company_name: 'Example Ltd.',
      address: { city: 'Dallas', street: '200 Main St' },
      ein: '123456789',
    });
    expect(await paid()).toMatchObject({ profiles: 2, submissions: { brand: 1, campaign: 1 } });
  });

  it('is changed once where the answer is lost', async () => {
    const { begin, submit, until, registrations, simulator } = await start();
    const { id } = await begin();
    await registrations.submit(id, { through: 'profile' });
    const made = await until(id, ({ profile }) => profile?.state === 'created');
    await registrations.update(id, undefined, { profile: { website: 'www.example.com' } });
    simulator.setOptions({ faults: { resource_drop_after_accept: { probability: 1, count: 1 } } });
    await registrations.submit(id, { through: 'profile' });
    const view = await until(id, ({ profile }) => profile?.state === 'created');
    expect(view.profile?.provider_id).toBe(made.profile?.provider_id);
    expect((await registrations.history(id)).map(({ to_state: to }) => to).slice(-3)).toEqual([
      'sending',
      'unknown',
      'created',
    ]);
    await submit(id);
    await until(id, ({ brand }) => brand.state === 'registered');
  });

  it('is made anew, while it has no brand, where it cannot be changed', async () => {
    const { begin, until, registrations } = await start();
    const { id } = await begin();
    await registrations.submit(id, { through: 'profile' });
    const made = await until(id, ({ profile }) => profile?.state === 'created');
    await registrations.update(id, undefined, { profile: { ein: '987654321' } });
    await registrations.submit(id, { through: 'profile' });
    const view = await until(id, ({ profile }) => profile?.state === 'created');
    expect(view.profile?.provider_id).not.toBe(made.profile?.provider_id);
    expect(await provider.profiles.get(view.profile?.provider_id ?? '')).toMatchObject({ ein: '987654321' });
  });

  it('is read back: what was changed elsewhere is a warning, what is gone there is gone', async () => {
    const { begin, until, registrations } = await start({
      simulator: { registration: { step_seconds: 0.02 } },
    });
    const { id } = await begin();
    await registrations.submit(id, { through: 'profile' });
    const { profile } = await until(id, (view) => view.profile?.state === 'created');
    const uuid = profile?.provider_id ?? '';
    await provider.profiles.update(uuid, { company_name: 'Other Inc.' });
    await registrations.refresh(id);
    const told = await until(id, ({ warnings }) => warnings.some(({ field }) => field === 'profile.company_name'));
    expect(told.warnings.at(-1)?.message).toBe(
      'is "Other Inc." at the provider, and "Example Inc." here: give the one that is right, and submit',
    );
    await registrations.update(id, undefined, { profile: { company_name: 'Example Inc.' } });
    await registrations.submit(id, { through: 'profile' });
    const right = await until(id, (view) => view.profile?.state === 'created');
    expect(right.warnings).toEqual([]);
    expect(await provider.profiles.get(uuid)).toMatchObject({ company_name: 'Example Inc.' });
    await provider.profiles.delete(uuid);
    for (let times = 0; times < 2; times += 1) {
      await registrations.refresh(id);
      await bench?.tick();
    }
    const gone = await until(id, (view) => view.profile?.state === 'deleted');
    expect(gone.profile?.reason).toBe('the provider has it no more');
    expect(gone.next).toMatchObject({ action: 'start_over', step: 'profile' });
  });
});
