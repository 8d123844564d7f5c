import type { TollfreeState } from '@herald/senders';
import { type Numbers, problemOf, setUpNumbers } from './numbers-setup';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CONTENT = {
  usecase: ['2FA', 'CUSTOMER_CARE'],
  usecase_summary: 'We send codes to customers when they sign up.',
  message_sample: 'Your code is 123456.',
  optin_image_url: ['https://example.com/optin.png'],
  optin_type: 'WEB_FORM',
  volume: '10,000',
};

describe('toll-free verification', () => {
  let herald: Numbers;
  let profile: string;
  let next = 200;
  beforeAll(async () => {
    herald = await setUpNumbers({ account: { numbers: null }, registration: { step_seconds: null } });
    profile = await herald.profile();
  });
  afterAll(() => herald.close());
  afterEach(() => herald.sim('PUT', '/_sim/options', { faults: NO_FAULTS }));

  const NO_FAULTS = {
    resource_drop_before_accept: { probability: 0 },
    resource_drop_after_accept: { probability: 0 },
  };
  const aNumber = (): string => `1888555${String((next += 1)).padStart(4, '0')}`;
  const content = (number = aNumber()) => ({ ...CONTENT, number, profile_uuid: profile });
  const create = (number?: string) => herald.tollfree.create(content(number));
  const stateOf = async (id: number): Promise<TollfreeState> => (await herald.tollfree.get(id)).state;
  /** As ingress stores it. */
  const webhook = async (payload: Record<string, string>): Promise<void> => {
    await herald.database.query(
      `INSERT INTO webhook_inbox (kind, received_at, last_at, digest, payload)
       VALUES ('tollfree', now(), now(), decode(md5(random()::text), 'hex'), $1)`,
      [JSON.stringify(payload)],
    );
  };
  const says = async (uuid: string | null, ...statuses: string[]): Promise<void> => {
    for (const status of statuses) await webhook({ uuid: uuid ?? '', status, error_message: '' });
    await herald.tollfreeWebhooks.tick();
  };
  /** Moves it at the provider, without telling. */
  const decide = (uuid: string | null, state: string, reason = 'no opt-in to be seen') =>
    herald.sim('POST', `/_sim/registrations/tollfree/${uuid ?? ''}`, { state, reason });

  it('is handed in whole, and makes the number known', async () => {
    const made = await create('+1 (888) 555-0199');
    expect(made).toMatchObject({ state: 'submitted', number: '18885550199', rounds: 1, follows: null });
    expect(await herald.provider.tollfree.get(made.uuid ?? '')).toMatchObject({
      number: '18885550199',
      usecase: '2FA,CUSTOMER_CARE',
      optin_image_url: 'https://example.com/optin.png',
      volume: '10,000',
      callback_url: 'http://127.0.0.1:9/callbacks/plivo/tollfree',
    });
    expect(await herald.directory.get('18885550199')).toMatchObject({ type: 'toll_free', country: 'US' });
    expect(await herald.tollfree.list({ number: '18885550199', limit: 5 })).toEqual([made]);
  });

  it.each([
    [['PROCESSING', 'APPROVED'], 'approved'],
    [['APPROVED', 'PROCESSING', 'SUBMITTED', 'APPROVED'], 'approved'],
    [['REJECTED', 'REJECTED', 'SUBMITTED'], 'rejected'],
    [['UPDATE_REQUIRED', 'UPDATE_REQUIRED', 'PROCESSING'], 'update_required'],
  ])('ends in the provider’s state whether webhooks come %j', async (statuses, state) => {
    const { id, uuid } = await create();
    await decide(uuid, state.toUpperCase());
    await says(uuid, ...statuses);
    await herald.tollfreeLookups.tick();
    expect(await stateOf(id)).toBe(state);
  });

  it('asks the provider when two webhooks contradict each other', async () => {
    const { id, uuid } = await create();
    await decide(uuid, 'APPROVED');
    await says(uuid, 'REJECTED', 'APPROVED');
    expect(await stateOf(id)).toBe('rejected');
    await herald.tollfreeLookups.tick();
    expect(await stateOf(id)).toBe('approved');
  });

  it('learns by asking what no webhook told', async () => {
    const { id, uuid } = await create();
    await decide(uuid, 'REJECTED', 'gambling');
    await herald.tollfreeLookups.tick();
    expect(await stateOf(id)).toBe('submitted');
    herald.clock.advance(16 * MINUTE_MS);
    await herald.tollfreeLookups.tick();
    expect(await herald.tollfree.get(id)).toMatchObject({ state: 'rejected', reason: 'gambling' });
  });

  it('applies each webhook once, however many workers look, and keeps what it cannot read', async () => {
    const { id, uuid } = await create();
    await webhook({ uuid: uuid ?? '', status: 'PROCESSING' });
    await webhook({ hello: 'world' });
    await webhook({ uuid: '00000000-0000-4000-8000-000000000000', status: 'APPROVED' });
    const handled = await Promise.all([1, 2, 3].map(() => herald.tollfreeWebhooks.tick()));
    expect(handled.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await stateOf(id)).toBe('processing');
    const { rows } = await herald.database.query<{ error: string }>(
      `SELECT error FROM webhook_inbox WHERE error IS NOT NULL AND handled_at IS NOT NULL ORDER BY id DESC LIMIT 2`,
    );
    expect(rows.map(({ error }) => error)).toEqual(['unknown_verification', 'unreadable']);
  });

  it('takes a webhook that is faster than the answer to the request it is about', async () => {
    const made = await create();
    await herald.database.query(
      `UPDATE tollfree_verifications SET state = 'submitting', uuid = NULL, version = version + 1 WHERE id = $1`,
      [made.id],
    );
    await webhook({ uuid: made.uuid ?? '', number: made.number, status: 'SUBMITTED' });
    await herald.tollfreeWebhooks.tick();
    expect(await herald.tollfree.get(made.id)).toMatchObject({ state: 'submitted', uuid: made.uuid });
  });

  it('is not handed in twice when the provider takes it and does not answer', async () => {
    await herald.sim('PUT', '/_sim/options', { faults: { resource_drop_after_accept: { probability: 1, count: 1 } } });
    const number = aNumber();
    const made = await create(number);
    expect(made).toMatchObject({ state: 'submitting', uuid: null });
    await herald.tollfreeLookups.tick();
    expect(await stateOf(made.id)).toBe('submitting');
    expect(await problemOf(create(number))).toMatchObject({ code: 'verification_open' });
    herald.clock.advance(3 * MINUTE_MS);
    await herald.tollfreeLookups.tick();
    const taken = await herald.tollfree.get(made.id);
    expect(taken.state).toBe('submitted');
    expect((await herald.provider.tollfree.list({ number })).objects.map(({ uuid }) => uuid)).toEqual([taken.uuid]);
  });

  it('becomes a draft again when the provider turns out not to have it', async () => {
    await herald.sim('PUT', '/_sim/options', { faults: { resource_drop_before_accept: { probability: 1, count: 1 } } });
    const { id } = await create();
    herald.clock.advance(3 * MINUTE_MS);
    await herald.tollfreeLookups.tick();
    const draft = await herald.tollfree.get(id);
    expect(draft).toMatchObject({ state: 'draft', uuid: null });
    expect(draft.reason).toContain('does not have it: resubmit it');
    expect(await herald.tollfree.resubmit(id, {})).toMatchObject({ id, state: 'submitted' });
  });

  it('that carriers want changed is changed and handed in again, within six days', async () => {
    const { id, uuid } = await create();
    await decide(uuid, 'UPDATE_REQUIRED', 'the form is not to be seen');
    await webhook({ uuid: uuid ?? '', status: 'UPDATE_REQUIRED', error_message: 'the form is not to be seen' });
    await herald.tollfreeWebhooks.tick();
    const asked = await herald.tollfree.get(id);
    expect(asked).toMatchObject({ state: 'update_required', reason: 'the form is not to be seen' });
    const edited = await herald.tollfree.edit(id, asked.version, { optin_image_url: ['https://example.com/form.png'] });
    expect(edited).toMatchObject({ state: 'submitted', rounds: 2, optin_image_url: ['https://example.com/form.png'] });
    expect(await herald.provider.tollfree.get(uuid ?? '')).toMatchObject({
      optin_image_url: 'https://example.com/form.png',
    });
    // A late copy of the demand that was answered changes nothing.
    await says(uuid, 'UPDATE_REQUIRED');
    await herald.tollfreeLookups.tick();
    expect(await stateOf(id)).toBe('submitted');
  });

  it('that was rejected is followed by another, with another use case', async () => {
    const { id, uuid, number } = await create();
    await decide(uuid, 'REJECTED', 'gambling');
    await webhook({ uuid: uuid ?? '', status: 'REJECTED', error_message: 'gambling' });
    await herald.tollfreeWebhooks.tick();
    expect(await herald.tollfree.get(id)).toMatchObject({ state: 'rejected', reason: 'gambling' });
    const same = await problemOf(herald.tollfree.resubmit(id, { usecase: ['CUSTOMER_CARE', '2FA'] }));
    expect(same).toMatchObject({ kind: 'conflict', code: 'usecase_rejected' });
    expect(same.message).toContain('a rejected use case cannot be handed in again: give another usecase');
    const other = await herald.tollfree.resubmit(id, { usecase: ['MARKETING'] });
    expect(other).toMatchObject({ number, state: 'submitted', follows: id, usecase: ['MARKETING'] });
  });

  it('that was made elsewhere is taken over', async () => {
    const number = aNumber();
    const { usecase, optin_image_url: urls, ...rest } = content(number);
    const { uuid } = await herald.provider.tollfree.create({
      ...rest,
      usecase: usecase.join(),
      optin_image_url: urls.join(),
      optin_type: 'WEB_FORM',
    });
    await herald.tollfreeLookups.sync();
    await herald.tollfreeLookups.sync();
    expect(await herald.tollfree.list({ number, limit: 5 })).toMatchObject([{ uuid, state: 'submitted', usecase }]);
    expect(await herald.directory.get(number)).toMatchObject({ type: 'toll_free', source: 'provider' });
  });

  it('is withdrawn at the provider, and gone when it was withdrawn there', async () => {
    const mine = await create();
    await herald.tollfree.remove(mine.id, mine.version);
    expect(await stateOf(mine.id)).toBe('deleted');
    expect(await herald.provider.tollfree.get(mine.uuid ?? '')).toBeUndefined();
    const theirs = await create();
    await herald.provider.tollfree.delete(theirs.uuid ?? '');
    herald.clock.advance(16 * MINUTE_MS);
    await herald.tollfreeLookups.tick();
    expect(await stateOf(theirs.id)).toBe('deleted');
  });

  describe('refuses, before the provider is asked,', () => {
    const refusal = (kind: string, code: string, message: string) => ({
      kind,
      code,
      message: expect.stringContaining(message) as string,
    });

    it('everything that is wrong, at once', async () => {
      const wrong = herald.tollfree.create({ ...content('14155550100'), usecase: [], volume: 'many' });
      const { kind, code, message } = await problemOf(wrong);
      expect([kind, code]).toEqual(['invalid', 'verification_invalid']);
      for (const part of ['number is 14155550100: give one', 'usecase is missing: give', 'volume is "many": give']) {
        expect(message).toContain(part);
      }
    });

    it('a second one of a number that has one, or is verified', async () => {
      const { id, uuid, number } = await create();
      const open = problemOf(create(number));
      expect(await open).toEqual(
        refusal('conflict', 'verification_open', `has one that is submitted (verification ${id})`),
      );
      await decide(uuid, 'APPROVED');
      await says(uuid, 'APPROVED');
      const verified = problemOf(create(number));
      expect(await verified).toEqual(refusal('conflict', 'verification_open', 'is verified already'));
    });

    it.each([
      ['PROCESSING', 'is processing: the provider takes changes only while it is submitted or update_required'],
      ['APPROVED', 'is approved: the provider takes changes only while'],
      [
        'REJECTED',
        'is rejected: the provider takes changes only while it is submitted or update_required. Resubmit it',
      ],
    ])('to change one that is %s', async (status, message) => {
      const { id, uuid } = await create();
      await says(uuid, status);
      expect(await problemOf(herald.tollfree.edit(id, undefined, { volume: '100' }))).toEqual(
        refusal('conflict', 'verification_state', message),
      );
    });

    it('to change one six days after the carriers asked for it', async () => {
      const { id, uuid } = await create();
      await says(uuid, 'UPDATE_REQUIRED');
      herald.clock.advance(6 * DAY_MS + MINUTE_MS);
      expect(await problemOf(herald.tollfree.edit(id, undefined, { volume: '100' }))).toEqual(
        refusal('conflict', 'verification_state', 'six days after they asked for them'),
      );
    });

    it.each(['APPROVED', 'REJECTED'])('to withdraw one that is %s', async (status) => {
      const { id, uuid } = await create();
      await says(uuid, status);
      const message = 'the provider deletes only what is submitted, processing or update_required';
      expect(await problemOf(herald.tollfree.remove(id, undefined))).toEqual(
        refusal('conflict', 'verification_state', message),
      );
    });

    it('to resubmit one that is under way, an old version, and what is not there', async () => {
      const { id, version } = await create();
      expect(await problemOf(herald.tollfree.resubmit(id, {}))).toEqual(
        refusal('conflict', 'verification_state', 'only a draft or a rejected one is handed in again'),
      );
      expect(await problemOf(herald.tollfree.edit(id, version + 5, { volume: '100' }))).toEqual(
        refusal('precondition_failed', 'version_mismatch', 'read it again'),
      );
      expect(await problemOf(herald.tollfree.get(999_999))).toEqual(
        refusal('not_found', 'verification_not_found', 'There is no toll-free verification 999999'),
      );
    });
  });

  it('keeps as a draft, with the reason, what the provider refuses all the same', async () => {
    const number = aNumber();
    const strange = { ...content(number), profile_uuid: '00000000-0000-4000-8000-000000000000' };
    const { kind, code, message } = await problemOf(herald.tollfree.create(strange));
    expect([kind, code]).toEqual(['conflict', 'provider_refused']);
    const [draft] = await herald.tollfree.list({ number, limit: 1 });
    expect(message).toContain(`kept as draft ${draft?.id ?? 0}: change it, and resubmit it`);
    expect(draft).toMatchObject({
      state: 'draft',
      reason: expect.stringContaining('the provider answered 4') as string,
    });
    expect(await herald.tollfree.resubmit(draft?.id ?? 0, { profile_uuid: profile })).toMatchObject({
      state: 'submitted',
    });
  });
});
