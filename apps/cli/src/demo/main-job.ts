import { AppError, sleep } from '@herald/kernel';

import { type Created, type ImportView, type ReportView, type SimulatorSummary } from './api-types';
import { type HeraldClient } from './herald-client';
import { grouped, ProgressLine } from './progress-line';

const POLL_MS = 250;
/** Nothing has moved for so long: a stuck demo must not look like a slow one. */
const STALLED_MS = 120_000;

interface JobOptions {
  readonly client: HeraldClient;
  readonly simulatorUrl: string;
  readonly csvFile: string;
  readonly defaultCountry: string;
  readonly src: string;
  readonly text: string;
}

/** The way of a campaign through the REST API, with a line of progress for each step. Returns the campaign's id. */
export async function runMainJob(options: JobOptions): Promise<number> {
  const { client, defaultCountry, csvFile, src, text } = options;
  const list = await client.post<Created>('/v1/lists', {
    json: { name: 'Demo recipients', default_country: defaultCountry },
  });
  await importFile(client, list.id, csvFile);
  const campaign = await client.post<Created>('/v1/campaigns', {
    json: { name: 'Demo campaign', list_id: list.id, src, text },
  });
  await client.post(`/v1/campaigns/${campaign.id}/launch`);
  await followCampaign(options, campaign.id);
  return campaign.id;
}

async function importFile(client: HeraldClient, listId: number, csvFile: string): Promise<void> {
  const line = new ProgressLine('import');
  const begun = performance.now();
  const created = await client.post<ImportView>(`/v1/lists/${listId}/imports`, { csvFile });
  const watch = new StallWatch('the import');
  for (;;) {
    const view = await client.get<ImportView>(`/v1/imports/${created.id}`);
    line.update(view.bytes_read, view.bytes_total, `bytes, ${grouped(view.rows)} rows`);
    if (view.state === 'failed') {
      throw new AppError('conflict', 'import_failed', `the import failed: ${view.error?.message ?? 'no reason given'}`);
    }
    if (view.state === 'completed') {
      const counts = `${grouped(view.contacts)} contacts, ${grouped(view.duplicates)} duplicates, ${grouped(view.rejects)} rejects`;
      line.finish(`${grouped(view.rows)} rows = ${counts}  (${seconds(begun)})`);
      return;
    }
    watch.saw(view.bytes_read);
    await sleep(POLL_MS);
  }
}

const WAITING = new Set(['planned']);
const FINAL = new Set([
  'suppressed',
  'refused',
  'cancelled',
  'abandoned',
  'sent_no_receipt',
  'expired',
  'failed',
  'undelivered',
  'delivered',
  'read',
]);
const BROKEN = new Set(['paused', 'cancelled', 'failed']);

/** Until every message has its final state and the simulator has nothing left to tell. */
async function followCampaign({ client, simulatorUrl }: JobOptions, id: number): Promise<void> {
  const plan = new ProgressLine('plan');
  const send = new ProgressLine('send');
  const receipts = new ProgressLine('receipts');
  const begun = performance.now();
  const watch = new StallWatch('the campaign');
  let phase: 'plan' | 'send' | 'receipts' = 'plan';
  for (;;) {
    const report = await client.get<ReportView>(`/v1/campaigns/${id}/report`);
    const { state, reason } = report.campaign;
    if (BROKEN.has(state)) {
      throw new AppError(
        'conflict',
        'campaign_stopped',
        `the campaign is ${state}: ${reason?.message ?? 'no reason given'}`,
      );
    }
    const { messages, batches } = report.totals;
    const waiting = count(report, WAITING);
    const final = count(report, FINAL);
    if (phase === 'plan' && !['draft', 'planning', 'scheduled'].includes(state)) {
      plan.finish(`${grouped(messages)} messages in ${grouped(batches)} batches  (${seconds(begun)})`);
      phase = 'send';
    }
    if (phase === 'send') {
      send.update(messages - waiting, messages, `${grouped(final)} with receipt`);
      if (waiting === 0) {
        send.finish(`${grouped(messages)} messages in ${grouped(report.requests.total)} requests  (${seconds(begun)})`);
        phase = 'receipts';
      }
    }
    if (phase === 'receipts') {
      receipts.update(final, messages);
      if (state === 'completed' && (await isQuiet(simulatorUrl))) {
        receipts.finish(`all ${grouped(messages)} messages have their final state  (${seconds(begun)})`);
        return;
      }
    }
    watch.saw(`${state} ${waiting} ${final}`);
    await sleep(POLL_MS);
  }
}

function count({ states }: ReportView, wanted: ReadonlySet<string>): number {
  return states.reduce((sum, { state, messages }) => (wanted.has(state) ? sum + messages : sum), 0);
}

/** True when the simulator has no message to deliver and no callback to make. */
async function isQuiet(simulatorUrl: string): Promise<boolean> {
  const response = await fetch(`${simulatorUrl}/_sim/ledger/summary`);
  const summary = (await response.json()) as SimulatorSummary;
  return summary.waiting_messages === 0 && summary.waiting_events === 0 && summary.callbacks.pending === 0;
}

/** Throws when the same thing has been seen for too long. */
class StallWatch {
  private last: unknown;
  private since = performance.now();

  constructor(private readonly what: string) {}

  saw(value: unknown): void {
    if (value !== this.last) {
      this.last = value;
      this.since = performance.now();
    } else if (performance.now() - this.since > STALLED_MS) {
      throw new AppError(
        'unavailable',
        'stalled',
        `${this.what} has not moved for ${STALLED_MS / 1000} s (${String(value)})`,
      );
    }
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
