import { csvLine } from '@herald/kernel';
import { describeErrorCode } from '@herald/provider';
import { Injectable } from '@nestjs/common';
import { campaignNotFound } from './campaign-not-found';
import { MessageListRepository, type MessageRow } from './message-list.repository';
import type { MessageFilter, MessagePage, MessageView } from './message-page';

// Before every phone there is.
const START = '0';
const EXPORT_WINDOW = 5_000;
const COLUMNS = [
  'phone',
  'state',
  'error_code',
  'error_meaning',
  'units',
  'total_amount',
  'country',
  'mcc',
  'mnc',
  'message_uuid',
  'batch_id',
  'attempt',
  'state_at',
] as const satisfies readonly (keyof MessageView)[];

@Injectable()
export class MessageListService {
  constructor(private readonly repository: MessageListRepository) {}

  /** @throws AppError not_found */
  async page(campaignId: number, filter: MessageFilter, limit: number, cursor?: string): Promise<MessagePage> {
    await this.assertCampaign(campaignId);
    const rows = await this.repository.page(campaignId, filter, cursor ?? START, limit + 1);
    const objects = rows.slice(0, limit).map(viewOf);
    return { objects, next_cursor: rows.length > limit ? (objects.at(-1)?.phone ?? null) : null };
  }

  /**
   * The matching messages as CSV with a header, some thousand rows a chunk. Each chunk is a query of its own, made when the
   * reader asks for it: a slow reader holds neither memory nor a connection, and one that leaves stops the reading.
   * Each row is as it was when it was read.
   *
   * @throws AppError not_found, before the first chunk
   */
  async csv(campaignId: number, filter: MessageFilter): Promise<AsyncGenerator<string, void, undefined>> {
    await this.assertCampaign(campaignId);
    return this.csvChunks(campaignId, filter);
  }

  private async *csvChunks(campaignId: number, filter: MessageFilter): AsyncGenerator<string, void, undefined> {
    yield csvLine(COLUMNS);
    let after: string | undefined = START;
    while (after !== undefined) {
      const { rows, last } = await this.repository.window(campaignId, filter, after, EXPORT_WINDOW);
      if (rows.length > 0) yield rows.map((row) => csvLineOf(viewOf(row))).join('');
      after = last;
    }
  }

  private async assertCampaign(campaignId: number): Promise<void> {
    if (!(await this.repository.campaignExists(campaignId))) throw campaignNotFound(campaignId);
  }
}

function viewOf(row: MessageRow): MessageView {
  return {
    phone: row.phone,
    state: row.state,
    error_code: row.error_code,
    error_meaning: row.error_code === null || row.error_code === 0 ? null : describeErrorCode(row.error_code).meaning,
    units: row.units,
    total_amount: row.total_amount,
    country: row.country,
    mcc: row.mcc,
    mnc: row.mnc,
    message_uuid: row.message_uuid,
    batch_id: row.batch_id,
    attempt: row.attempt,
    state_at: row.state_at?.toISOString() ?? null,
  };
}

function csvLineOf(view: MessageView): string {
  return csvLine(COLUMNS.map((column) => view[column]));
}
