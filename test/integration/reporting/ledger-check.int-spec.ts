import { LedgerCheck, type Verification } from '@herald/reporting';
import { aCampaign, anImport } from './ledger-fixture';
import { MIDWAY, type Reporting, startReporting } from './setup';

describe('the ledger check', () => {
  let reporting: Reporting;
  let check: LedgerCheck;

  beforeAll(async () => {
    reporting = await startReporting();
    check = reporting.module.get(LedgerCheck);
  });
  afterAll(() => reporting.close());

  const midway = () =>
    aCampaign(reporting.sql, { batches: MIDWAY, suppressed: ['14155550199'], duplicates: 2, rejects: 3 });
  const failed = ({ checks }: Verification) => checks.filter(({ ok }) => !ok).map(({ name }) => name);

  it('finds nothing wrong with a campaign in the middle of things', async () => {
    const verification = await check.verify(await midway());
    expect(failed(verification)).toEqual([]);
    expect(verification.ok).toBe(true);
    expect(verification.checks.length).toBeGreaterThan(20);
  });

  it.each(['draft', 'planning', 'completed'])(
    'finds nothing wrong with an empty campaign that is %s',
    async (state) => {
      const verification = await check.verify(await aCampaign(reporting.sql, { state, suppressed: ['14155550199'] }));
      expect(failed(verification)).toEqual([]);
    },
  );

  it('is not misled by an import that came after the planning', async () => {
    const id = await midway();
    const { rows } = await reporting.sql.query<{ list_id: number }>('SELECT list_id FROM campaigns WHERE id = $1', [
      id,
    ]);
    const listId = rows[0]?.list_id ?? 0;
    await anImport(reporting.sql, {
      listId,
      contacts: ['14155550300'],
      duplicates: 5,
      rejects: 6,
      finishedAt: '2026-03-01T10:30:00Z',
    });
    expect(failed(await check.verify(id))).toEqual([]);
  });

  it('knows the imports it was planned from although clocks differ', async () => {
    const id = await midway();
    await reporting.sql.query(
      `UPDATE imports SET finished_at = '2026-03-01T10:00:03Z' WHERE list_id = (SELECT list_id FROM campaigns WHERE id = $1)`,
      [id],
    );
    expect(failed(await check.verify(id))).toEqual([]);
  });

  const messageOf = (phone: string) => `campaign_id = $1 AND phone = ${phone}`;
  it.each<[string, string, string[]]>([
    [
      'a lost message',
      `DELETE FROM messages WHERE ${messageOf('4915550004')}`,
      ['messages', 'state_planned', 'cells', 'destination_without_message'],
    ],
    [
      'a message nobody planned',
      `INSERT INTO messages (campaign_id, phone, batch_id) SELECT $1, 4915559999, id FROM batches WHERE campaign_id = $1 AND state = 'planned'`,
      ['messages', 'state_planned', 'cells', 'message_without_batch'],
    ],
    [
      'a destination that stands in two batches',
      `UPDATE batches SET destinations = destinations || 4915550004::bigint WHERE campaign_id = $1 AND state = 'fed'`,
      ['destinations', 'destination_twice', 'destination_without_message'],
    ],
    [
      'a message that points to another batch of its country',
      `UPDATE messages SET batch_id = (SELECT id FROM batches WHERE campaign_id = $1 AND state = 'fed') WHERE ${messageOf('4915550004')}`,
      ['destination_without_message', 'message_without_batch'],
    ],
    [
      'a batch too many',
      `INSERT INTO batches (campaign_id, number, country, destinations, text) VALUES ($1, 99, 'US', '{14155559999}', '')`,
      ['batches', 'destinations', 'destination_without_message'],
    ],
    [
      'a batch that changed without its counters',
      `UPDATE batches SET state = 'accepted', lease_until = NULL WHERE campaign_id = $1 AND state = 'fed'`,
      ['state_planned', 'state_accepted', 'cells'],
    ],
    [
      'a message that changed without its counters',
      `UPDATE messages SET state = 'read' WHERE ${messageOf('14155550101')}`,
      ['state_delivered', 'state_read', 'cells', 'minutes'],
    ],
    ['units that are off', `UPDATE messages SET units = 3 WHERE ${messageOf('14155550101')}`, ['units', 'cells']],
    [
      'an amount that is off by the smallest unit',
      `UPDATE messages SET total_amount = 0.01301 WHERE ${messageOf('14155550101')}`,
      ['amount', 'cells'],
    ],
    ['another error code', `UPDATE messages SET error_code = 20 WHERE ${messageOf('14155550103')}`, ['cells']],
    ['another carrier', `UPDATE messages SET mnc = '999' WHERE ${messageOf('14155550103')}`, ['cells']],
    [
      'another minute',
      `UPDATE messages SET state_at = state_at + interval '1 hour' WHERE ${messageOf('14155550103')}`,
      ['minutes'],
    ],
    [
      'a rollup that is off',
      `UPDATE message_rollups SET messages = messages + 1 WHERE campaign_id = $1 AND state = 'abandoned'`,
      ['messages_by_state', 'state_abandoned', 'cells'],
    ],
    [
      'two rollups that are off and cancel out',
      `UPDATE message_rollups SET messages = CASE country WHEN 'DE' THEN messages - 1 ELSE messages + 1 END WHERE campaign_id = $1 AND (country, state) IN (('DE', 'planned'), ('GB', 'cancelled'))`,
      ['state_planned', 'state_cancelled', 'cells'],
    ],
    [
      'a count of minutes that is off',
      `UPDATE message_minutes SET messages = messages + 1 WHERE campaign_id = $1 AND state = 'failed'`,
      ['minutes'],
    ],
    [
      'a batch that miscounts what is settled',
      `UPDATE batches SET settled = settled - 1 WHERE campaign_id = $1 AND country = 'US'`,
      ['settled'],
    ],
    [
      'a batch that miscounts what left the provider',
      `UPDATE batches SET drained = drained - 1 WHERE campaign_id = $1 AND country = 'US'`,
      ['drained'],
    ],
    [
      'a batch that spared more opt-outs than it left out',
      `UPDATE batches SET saved_late = 1 WHERE campaign_id = $1 AND country = 'US'`,
      ['saved_late'],
    ],
    [
      'a lost contact',
      `DELETE FROM contacts WHERE phone = 14155550199 AND list_id = (SELECT list_id FROM campaigns WHERE id = $1)`,
      ['contacts'],
    ],
    [
      'a lost reject',
      `DELETE FROM import_rejects WHERE kind = 'reject' AND row_number = (SELECT max(row_number) FROM import_rejects) AND import_id = (SELECT after_import_id FROM campaigns WHERE id = $1)`,
      ['rejects'],
    ],
    [
      'a duplicate that became a reject',
      `UPDATE import_rejects SET kind = 'reject' WHERE kind = 'duplicate' AND import_id = (SELECT after_import_id FROM campaigns WHERE id = $1)`,
      ['rejects', 'duplicates'],
    ],
    [
      'a row more in the import',
      `UPDATE imports SET rows = rows + 1, rejects = rejects + 1 WHERE id = (SELECT after_import_id FROM campaigns WHERE id = $1)`,
      ['rows'],
    ],
    [
      'a suppressed count that is off',
      `UPDATE campaigns SET suppressed = suppressed + 1, messages = messages - 1 WHERE id = $1`,
      ['messages', 'messages_by_state', 'destinations'],
    ],
    [
      'a campaign that counts another number of batches',
      `UPDATE campaigns SET batches = batches + 1 WHERE id = $1`,
      ['batches'],
    ],
  ])('catches %s', async (_what, tampering, expected) => {
    const id = await midway();
    const { count } = await reporting.sql.query(tampering, [id]);
    expect(count).toBeGreaterThan(0);
    const verification = await check.verify(id);
    expect(verification.ok).toBe(false);
    expect(failed(verification).sort()).toEqual([...expected].sort());
  });

  it('shows which cell is off, and never a whole phone number', async () => {
    const id = await midway();
    await reporting.sql.query(`UPDATE messages SET error_code = 20 WHERE ${messageOf('14155550103')}`, [id]);
    const cells = (await check.verify(id)).checks.find(({ name }) => name === 'cells');
    expect(cells?.detail).toContain('US 310 260 undelivered 80 counts 1, there are 0');
    expect(JSON.stringify(cells)).not.toContain('4155550103');
  });

  it('says that there is no such campaign', async () => {
    await expect(check.verify(999_999)).rejects.toMatchObject({ kind: 'not_found' });
  });
});
