import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { campaignNotFound } from '../campaign-not-found';
import { sumAmounts } from '../domain/amount';
import { type Check, none, same, type Verification } from './check';
import {
  batchNumbers,
  type BatchNumbers,
  campaignNumbers,
  type CampaignNumbers,
  cellPairs,
  type CellPair,
  listNumbers,
  type ListNumbers,
  minutePairs,
} from './ledger-check.queries';

const NO_LIST: ListNumbers = { rows: 0, contacts: 0, rejects: 0, duplicates: 0 };

/**
 * Proves from the tables, not from the counters, that nothing was lost and nothing counted twice. It reads every message of
 * the campaign (some seconds for a million) and changes nothing.
 */
@Injectable()
export class LedgerCheck {
  constructor(private readonly database: Database) {}

  /**
   * All checks see one instant, so it may run while the campaign is being sent.
   *
   * @throws AppError not_found
   */
  async verify(campaignId: number): Promise<Verification> {
    const checks = await this.database.transaction(async (sql) => {
      await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      // A million phones are matched with a million destinations: in memory, rather than in files.
      await sql.query(`SET LOCAL work_mem = '64MB'`);
      const campaign = await campaignNumbers(sql, campaignId);
      if (campaign === undefined) throw campaignNotFound(campaignId);
      const list = campaign.is_planned ? await listNumbers(sql, campaignId) : NO_LIST;
      const cells = await cellPairs(sql, campaignId);
      const minutes = await minutePairs(sql, campaignId);
      const batches = await batchNumbers(sql, campaignId);
      return [
        ...audienceChecks(campaign, list ?? NO_LIST),
        ...rollupChecks(campaign, cells),
        none(
          'minutes',
          minutes.length,
          'minutes whose count differs from the messages’ own times',
          minutes.map((pair) => `${pair.key} counts ${pair.rolled_messages}, there are ${pair.messages}`),
        ),
        ...(batches === undefined ? [] : batchChecks(campaign, batches)),
      ];
    });
    return { campaign_id: campaignId, ok: checks.every((check) => check.ok), checks };
  }
}

function audienceChecks(campaign: CampaignNumbers, list: ListNumbers): Check[] {
  const accounted = campaign.list_rejects + campaign.list_duplicates + campaign.list_contacts;
  return [
    same('rows_add_up', campaign.list_rows, accounted, 'rows = rejects + duplicates + contacts'),
    same('rows', campaign.list_rows, list.rows, 'rows read by the imports'),
    same('rejects', campaign.list_rejects, list.rejects, 'rejected rows that are kept'),
    same('duplicates', campaign.list_duplicates, list.duplicates, 'duplicate rows that are kept'),
    same('contacts', campaign.list_contacts, list.contacts, 'contacts of the list when the campaign was planned'),
    same(
      'contacts_add_up',
      campaign.is_planned ? campaign.list_contacts : 0,
      campaign.suppressed + campaign.messages,
      'contacts = suppressed + messages',
    ),
  ];
}

function rollupChecks(campaign: CampaignNumbers, cells: readonly CellPair[]): Check[] {
  const states = [...new Set(cells.map((cell) => cell.state))];
  const of = (state: string) => cells.filter((cell) => cell.state === state);
  const off = cells.filter(
    (cell) =>
      cell.rolled_messages !== cell.messages || cell.rolled_units !== cell.units || cell.rolled_amount !== cell.amount,
  );
  return [
    same('messages', campaign.messages, total(cells, 'messages'), 'rows of the campaign in the ledger'),
    same('messages_by_state', campaign.messages, total(cells, 'rolled_messages'), 'messages = the sum over all states'),
    ...states.map((state) =>
      same(`state_${state}`, total(of(state), 'rolled_messages'), total(of(state), 'messages'), `messages in ${state}`),
    ),
    same('units', total(cells, 'rolled_units'), total(cells, 'units'), 'units the provider reported'),
    same(
      'amount',
      sumAmounts(cells.map((cell) => cell.rolled_amount)),
      sumAmounts(cells.map((cell) => cell.amount)),
      'what the provider charged',
    ),
    none(
      'cells',
      off.length,
      'counters by country, carrier, state and error that differ from the ledger',
      off.map((cell) => `${cell.key} counts ${cell.rolled_messages}, there are ${cell.messages}`),
    ),
  ];
}

function batchChecks(campaign: CampaignNumbers, batches: BatchNumbers): Check[] {
  return [
    same('batches', campaign.batches, batches.batches, 'batches of the campaign'),
    same(
      'destinations',
      campaign.messages + batches.attempts,
      batches.destinations,
      'destinations in all batches = messages + attempts that were followed by another',
    ),
    none('destination_twice', batches.twice, 'numbers that stand in more batches than there were attempts'),
    none('destination_without_message', batches.without_message, 'destinations without a message in the ledger'),
    none('message_without_batch', batches.without_batch, 'messages whose batch does not hold their number'),
    none('settled', batches.wrong_settled, 'batches that miscount their messages with a state of their own'),
    none('attempts', batches.wrong_attempts, 'messages whose attempts are not 1, 2, 3 … up to the present one'),
    none('replies', batches.wrong_replies, 'meanings whose replies are miscounted'),
    none('saved_late', batches.wrong_saved_late, 'batches that spared more late opt-outs than they left out'),
    none('drained', batches.wrong_drained, 'batches that miscount their messages that left the provider'),
  ];
}

type NumberKey = 'messages' | 'rolled_messages' | 'units' | 'rolled_units';

function total(cells: readonly CellPair[], key: NumberKey): number {
  return cells.reduce((sum, cell) => sum + cell[key], 0);
}
