import { NO_FACTS } from '@herald/ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type IntakeSetup, startIntake } from './intake-setup';

const AT = Date.UTC(2026, 7, 1, 12, 0, 5);

describe('the log of callbacks', () => {
  let setup: IntakeSetup;
  beforeEach(async () => {
    setup = await startIntake();
  });
  afterEach(async () => {
    await setup.close();
  });

  const logged = async () => {
    const { rows } = await setup.database.query(
      `SELECT e.campaign_id, e.source, u.* FROM message_events e
       CROSS JOIN LATERAL unnest(facts::message_fact[])
         WITH ORDINALITY AS u (batch_id, phone, state, error_code, state_at, units, mcc, mnc, uuid, amount, n)
       ORDER BY e.campaign_id, e.source, e.xid, u.n`,
    );
    return rows;
  };

  it('keeps what each callback said, repetitions and strangers included', async () => {
    const { id, batches } = await seedCampaign(setup.database, { batches: [phones(3)] });
    const batchId = batches[0]?.id ?? '';
    const [to = ''] = phones(1);
    const facts = {
      state: 'undelivered',
      errorCode: 50,
      stateAt: AT,
      units: 2,
      mcc: '310',
      mnc: '004',
      messageUuid: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
      amount: 1_234,
    } as const;
    const told = { source: 'callback', batchId, to, facts } as const;
    const bare = { ...NO_FACTS, state: 'sent' } as const;
    await Promise.all([
      setup.intake.accept(told),
      setup.intake.accept(told),
      setup.intake.accept({ ...told, to: undefined, facts: bare }),
      setup.intake.accept({ ...told, to: '14155559999', facts: bare }),
      setup.intake.accept({ ...told, batchId: '4711', facts: bare }),
    ]);
    await setup.intake.accept({ ...told, source: 'lookup', facts: bare });

    const row = { campaign_id: id, source: 'callback', batch_id: batchId, phone: to };
    const whole = {
      ...row,
      state: 'undelivered',
      error_code: 50,
      state_at: String(AT),
      units: 2,
      mcc: '310',
      mnc: '004',
      uuid: facts.messageUuid,
      amount: '1234',
    };
    const empty = { error_code: null, state_at: null, units: null, mcc: null, mnc: null, uuid: null, amount: null };
    const lines = (await logged()).map((line) => ({ ...(line as object), n: undefined }));
    expect(lines).toEqual([
      whole,
      whole,
      { ...row, ...empty, phone: null, state: 'sent' },
      { ...row, ...empty, phone: '14155559999', state: 'sent' },
      { ...row, ...empty, source: 'lookup', state: 'sent' },
      { ...row, ...empty, campaign_id: null, batch_id: '4711', state: 'sent' },
    ]);
    const [today] = await setup.stats.read(1);
    expect(today?.outcomes).toMatchObject({ applied: 1, unchanged: 1, unknown_message: 2, unknown_batch: 1 });
  });

  it('counts who left the provider, and who turns out to wait there after all', async () => {
    const { batches } = await seedCampaign(setup.database, { batches: [phones(3)] });
    const batchId = batches[0]?.id ?? '';
    const tell = (to: string, state: 'queued' | 'sent' | 'delivered' | 'refused') =>
      setup.intake.accept({ source: 'callback', batchId, to, facts: { ...NO_FACTS, state } });
    const counts = async () =>
      (await setup.database.query('SELECT settled, drained FROM batches WHERE id = $1', [batchId])).rows[0];
    const [a = '', b = '', c = ''] = phones(3);
    await Promise.all([tell(a, 'queued'), tell(b, 'queued'), tell(b, 'sent'), tell(c, 'refused')]);
    expect(await counts()).toEqual({ settled: 3, drained: 2 });
    await tell(b, 'delivered');
    expect(await counts()).toEqual({ settled: 3, drained: 2 });
    await tell(c, 'queued');
    expect(await counts()).toEqual({ settled: 3, drained: 1 });
    await tell(a, 'delivered');
    expect(await counts()).toEqual({ settled: 3, drained: 2 });
  });

  it('loses nothing on a day that nobody made ready', async () => {
    const other = await startIntake({ url: setup.url, clock: { now: () => new Date('2031-02-03T04:05:06Z') } });
    const { batches } = await seedCampaign(setup.database, { batches: [phones(1)] });
    const facts = { ...NO_FACTS, state: 'sent' } as const;
    await other.intake.accept({ source: 'callback', batchId: batches[0]?.id ?? '', to: phones(1)[0], facts });
    await other.close();
    const { rows } = await setup.database.query('SELECT tableoid::regclass::text AS part FROM message_events');
    expect(rows).toEqual([{ part: 'message_events_default' }]);
  });
});
