import { aDraft, aList } from '../campaigns/factories';
import { waitFor } from '../../support/wait-for';
import { type Herald, setup } from '../campaigns/harness';

const TOLL_FREE = '18885550100';
const UUID = '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46';

describe('a campaign and its sender', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());
  beforeEach(async () => {
    await herald.database.query('DELETE FROM senders');
    await herald.database.query('DELETE FROM tollfree_verifications');
  });

  const aSender = (sender: string, type: string, over: { mms?: boolean; state?: string } = {}) =>
    herald.database.query(
      `INSERT INTO senders (sender, type, country, sms, mms, whatsapp, state, source, created_at, updated_at)
       VALUES ($1, $2, CASE WHEN $2 = 'powerpack' THEN NULL ELSE 'US' END, true, $3, false, $4, 'operator', now(), now())`,
      [sender, type, over.mms ?? false, over.state ?? 'active'],
    );
  const verification = (state: string) =>
    herald.database.query(
      `INSERT INTO tollfree_verifications (uuid, number, profile_uuid, usecase, usecase_summary, message_sample, optin_image_url,
         optin_type, volume, state, reason, state_at, created_at)
       VALUES (gen_random_uuid(), $1, 'p', '{2FA}', 's', 'm', '{}', 'WEB_FORM', '100', $2, 'gambling', now(), now())`,
      [TOLL_FREE, state],
    );

  it('is not checked where no sender is registered at all', async () => {
    const { id } = await aDraft(herald, { src: TOLL_FREE });
    expect((await herald.forecasts.of(id)).warnings).toEqual([]);
    expect(await herald.lifecycle.launch(id)).toMatchObject({ state: 'planning' });
  });

  it('is only warned of where Herald does not know it', async () => {
    await aSender('12345', 'short_code');
    const { id } = await aDraft(herald, { src: TOLL_FREE });
    const { problems, warnings } = await herald.forecasts.of(id);
    expect([problems.map(({ code }) => code), warnings.map(({ code }) => code)]).toEqual([[], ['sender_unknown']]);
    expect(await herald.lifecycle.launch(id)).toMatchObject({ state: 'planning' });
  });

  it('refuses a launch from a sender in a wrong state, with the remedy, and launches once it is right', async () => {
    await aSender(TOLL_FREE, 'toll_free');
    await verification('rejected');
    const { id } = await aDraft(herald, {
      src: TOLL_FREE,
      list_id: await aList(herald.database, { contacts: { US: 3, DE: 1 } }),
    });
    const refused = {
      kind: 'conflict',
      code: 'sender_not_ready',
      details: [
        { field: 'src', message: expect.stringContaining('sends to the United States and Canada only') as string },
        { field: 'src', message: expect.stringContaining('was rejected ("gambling")') as string },
      ],
    };
    await expect(herald.lifecycle.launch(id)).rejects.toMatchObject(refused);
    // Nothing that is barred by carriers becomes right by being accepted.
    await expect(herald.lifecycle.launch(id, { acceptForecast: true })).rejects.toMatchObject(refused);
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'draft' });
    const { problems } = await herald.forecasts.of(id);
    expect(problems.map(({ code }) => code)).toEqual(['tollfree_country', 'tollfree_rejected']);
    expect(problems.every(({ remedy }) => remedy.length > 0)).toBe(true);
    await verification('approved');
    await herald.campaigns.update(id, undefined, {
      list_id: await aList(herald.database, { contacts: { US: 3, CA: 1 } }),
    });
    expect(await herald.lifecycle.launch(id)).toMatchObject({ state: 'planning' });
  });

  it('asks a Powerpack’s numbers one by one', async () => {
    await aSender(UUID, 'powerpack');
    await herald.database.query(
      `INSERT INTO powerpacks (uuid, name, sticky_sender, local_connect, state, synced_at) VALUES ($1, 'p', true, true, 'active', now())
       ON CONFLICT DO NOTHING`,
      [UUID],
    );
    const draft = await aDraft(herald, { src: null, powerpack_uuid: UUID });
    const codes = async () => {
      const { problems, warnings } = await herald.forecasts.of(draft.id);
      return [...problems, ...warnings].map(({ code }) => code);
    };
    expect(await codes()).toEqual(['pool_empty']);
    await aSender(TOLL_FREE, 'toll_free');
    await aSender('14155550100', 'number');
    await herald.database.query(
      `INSERT INTO pool_members (powerpack, sender, type, mms) VALUES ($1, $2, 'toll_free', false), ($1, '14155550100', 'number', false)`,
      [UUID, TOLL_FREE],
    );
    expect(await codes()).toEqual(['tendlc_missing']);
    await verification('approved');
    expect(await codes()).toEqual(['pool_partly_usable']);
    expect(await herald.lifecycle.launch(draft.id)).toMatchObject({ state: 'planning' });
  });

  it('fails in planning when only the list shows that its sender may not send there', async () => {
    await aSender(TOLL_FREE, 'toll_free');
    await verification('approved');
    const { id } = await aDraft(herald, { src: TOLL_FREE });
    await herald.lifecycle.launch(id);
    await herald.database.query(`UPDATE tollfree_verifications SET state = 'rejected'`);
    expect(await herald.planner.plan(id)).toBe('failed');
    const failed = await herald.campaigns.get(id);
    expect(failed).toMatchObject({ state: 'failed', messages: 0, batches: 0, reason: { code: 'sender_not_ready' } });
    expect(failed.reason?.message).toContain('was rejected ("gambling")');
  });

  it('says what today’s cap does not hold, and launches all the same', async () => {
    await aSender(TOLL_FREE, 'toll_free');
    await verification('approved');
    await herald.database.query(
      `INSERT INTO lanes (kind, key, channel, amount, window_ms, source) VALUES ('daily_cap', $1, 'any', 2, 86400000, 'test')`,
      [TOLL_FREE],
    );
    const { id } = await aDraft(herald, { src: TOLL_FREE });
    const warnings = async () => (await herald.forecasts.of(id)).warnings;
    await waitFor('the cap to be read', async () => (await warnings()).length > 0);
    expect(await warnings()).toMatchObject([{ code: 'daily_cap_short' }]);
    expect((await warnings())[0]?.message).toBe(
      'The daily cap of …0100 has 2 of 2 parts left today, and the campaign has 3.',
    );
    expect(await herald.lifecycle.launch(id)).toMatchObject({ state: 'planning' });
    await herald.database.query(`DELETE FROM lanes WHERE kind = 'daily_cap' AND key = $1`, [TOLL_FREE]);
  });
});
