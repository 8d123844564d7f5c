import type { CallbackEvent } from '@herald/delivery';
import { type MessageFacts, NO_FACTS } from '@herald/ledger';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type IntakeSetup, startIntake } from './intake-setup';

const AT = Date.UTC(2026, 7, 1, 12, 0, 5);

function event(batchId: string, to: string | undefined, facts: Partial<MessageFacts>): CallbackEvent {
  return { source: 'callback', batchId, to, facts: { ...NO_FACTS, state: 'sent', stateAt: AT, ...facts } };
}

describe('CallbackIntake', () => {
  let setup: IntakeSetup;
  beforeEach(async () => {
    setup = await startIntake();
  });
  afterEach(async () => {
    await setup.close();
  });

  const messageOf = async (campaignId: number, phone: string) => {
    const { rows } = await setup.database.query<Record<string, unknown>>(
      'SELECT * FROM messages WHERE campaign_id = $1 AND phone = $2',
      [campaignId, phone],
    );
    return rows[0];
  };
  const stateOf = async (batchId: string) => {
    const { rows } = await setup.database.query('SELECT state, settled, lease_until FROM batches WHERE id = $1', [
      batchId,
    ]);
    return rows[0];
  };
  const seedOne = async (options: Partial<Parameters<typeof seedCampaign>[1]> = {}) => {
    const campaign = await seedCampaign(setup.database, { batches: [phones(5)], ...options });
    const [batch] = campaign.batches;
    if (batch === undefined) throw new Error('no batch was seeded');
    return { campaign, batch, to: batch.phones[0] ?? '' };
  };

  it('writes everything a callback tells', async () => {
    const { campaign, batch, to } = await seedOne();
    const uuid = '5b40a428-bfc7-4daf-9d06-726c558bf3b8';
    const facts = { state: 'undelivered', errorCode: 50, units: 2, mcc: '310', mnc: '004', messageUuid: uuid } as const;
    expect(await setup.intake.accept(event(batch.id, to, { ...facts, amount: 1_234 }))).toBe('applied');
    expect(await messageOf(campaign.id, to)).toMatchObject({
      state: 'undelivered',
      error_code: 50,
      units: 2,
      mcc: '310',
      mnc: '004',
      message_uuid: uuid,
      total_amount: '0.01234',
      state_at: new Date(AT),
    });
    await expectLedger(setup.database);
  });

  it('changes nothing by a repeated or late callback, and counts it', async () => {
    const { campaign, batch, to } = await seedOne();
    const delivered = event(batch.id, to, { state: 'delivered' });
    const outcomes = await Promise.all([
      setup.intake.accept(delivered),
      setup.intake.accept(delivered),
      setup.intake.accept(event(batch.id, to, { state: 'queued' })),
    ]);
    expect(outcomes).toEqual(['applied', 'unchanged', 'unchanged']);
    expect(await setup.intake.accept(delivered)).toBe('unchanged');
    expect(await messageOf(campaign.id, to)).toMatchObject({ state: 'delivered' });
    await expectLedger(setup.database);
    const [today] = await setup.stats.read(1);
    expect(today?.outcomes).toMatchObject({ applied: 1, unchanged: 3 });
  });

  it.each(['planned', 'fed', 'sending', 'unknown', 'refused', 'abandoned', 'cancelled'] as const)(
    'proves that a batch in %s was accepted',
    async (state) => {
      const { batch, to } = await seedOne({ state });
      await setup.intake.accept(event(batch.id, to, { state: 'queued' }));
      expect(await stateOf(batch.id)).toEqual({ state: 'accepted', settled: 1, lease_until: null });
      await expectLedger(setup.database);
    },
  );

  it('counts a number that is not in the batch, even when it is in another one', async () => {
    const campaign = await seedCampaign(setup.database, { batches: [phones(2), phones(2, 14_155_559_000)] });
    const [first, second] = campaign.batches;
    expect(await setup.intake.accept(event(first?.id ?? '', second?.phones[0], {}))).toBe('unknown_message');
    expect(await setup.intake.accept(event(first?.id ?? '', '14155558888', {}))).toBe('unknown_message');
    await expectLedger(setup.database);
  });

  it('answers for a batch that is gone', async () => {
    expect(await setup.intake.accept(event('4711', '14155550100', {}))).toBe('unknown_batch');
  });

  it('binds a masked number by its batch alone, where that has one destination', async () => {
    const campaign = await seedCampaign(setup.database, { batches: [['14155550100'], phones(2, 14_155_559_000)] });
    const [single, several] = campaign.batches;
    expect(await setup.intake.accept(event(single?.id ?? '', undefined, { state: 'delivered' }))).toBe('applied');
    expect(await setup.intake.accept(event(several?.id ?? '', undefined, { state: 'delivered' }))).toBe(
      'unknown_message',
    );
    expect(await messageOf(campaign.id, '14155550100')).toMatchObject({ state: 'delivered' });
    await expectLedger(setup.database);
  });

  it('commits the others of a group when one event cannot be stored', async () => {
    const { campaign, batch } = await seedOne();
    const [a, b, c] = batch.phones;
    const results = await Promise.allSettled([
      setup.intake.accept(event(batch.id, a, { state: 'delivered' })),
      setup.intake.accept(event(batch.id, b, { state: 'delivered', units: 1_000_000 })),
      setup.intake.accept(event(batch.id, c, { state: 'delivered' })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await messageOf(campaign.id, c ?? '')).toMatchObject({ state: 'delivered' });
    expect(await messageOf(campaign.id, b ?? '')).toMatchObject({ state: 'planned' });
    await expectLedger(setup.database);
  });
});
