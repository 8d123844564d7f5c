import { AppError } from '@herald/kernel';
import type { Report } from '@herald/reporting';

import { type ApiClient } from '../http/api-client';
import { formatCount } from '../terminal/format';
import { type SimulatorSummary } from './api-types';
import { pollUntil } from './poll';
import { Step } from './step';

const NOT_PLANNED = new Set(['draft', 'planning', 'scheduled']);
const NOT_SENT = new Set(['planned']);
const OPEN = new Set(['planned', 'unknown', 'accepted', 'queued', 'sent']);
const BROKEN = new Set(['paused', 'cancelled', 'failed']);

/** Follows a launched campaign until every message has its final state and the simulator has nothing left to tell. */
export async function followCampaign(client: ApiClient, simulatorUrl: string, id: number): Promise<void> {
  const follow = (show: (report: Report) => void, done: (report: Report) => boolean | Promise<boolean>) =>
    pollUntil({
      what: 'the campaign',
      read: async () => unbroken(await client.json<Report>('GET', `/v1/campaigns/${id}/report`)),
      show,
      done,
      mark: (report) => `${report.campaign.state}, ${count(report, NOT_SENT)} to send, ${count(report, OPEN)} open`,
    });

  const plan = new Step('plan');
  const planned = await follow(
    () => undefined,
    ({ campaign }) => !NOT_PLANNED.has(campaign.state),
  );
  const { messages, batches, suppressed } = planned.totals;
  plan.done(
    `${formatCount(messages)} messages in ${formatCount(batches)} batches, ${formatCount(suppressed)} suppressed`,
  );

  const send = new Step('send');
  const sent = await follow(
    (report) => {
      const settled = messages - count(report, OPEN);
      send.update(messages - count(report, NOT_SENT), messages, `receipts ${formatCount(settled)}`);
    },
    (report) => count(report, NOT_SENT) === 0,
  );
  send.done(`${formatCount(messages)} messages in ${formatCount(sent.requests.total)} requests`);

  const receipts = new Step('receipts');
  await follow(
    (report) => {
      receipts.update(messages - count(report, OPEN), messages);
    },
    async ({ campaign }) => campaign.state === 'completed' && (await isQuiet(simulatorUrl)),
  );
  receipts.done(`all ${formatCount(messages)} messages have their final state`);
}

function unbroken(report: Report): Report {
  const { state, reason } = report.campaign;
  if (!BROKEN.has(state)) return report;
  const text = `the campaign is ${state}: ${reason?.message ?? 'no reason given'}`;
  throw new AppError('conflict', 'campaign_stopped', text);
}

function count({ states }: Report, wanted: ReadonlySet<string>): number {
  return states.reduce((sum, { state, messages }) => (wanted.has(state) ? sum + messages : sum), 0);
}

/** True when the simulator has no message to deliver and no callback to make. */
async function isQuiet(simulatorUrl: string): Promise<boolean> {
  const response = await fetch(`${simulatorUrl}/_sim/ledger/summary`);
  const summary = (await response.json()) as SimulatorSummary;
  return summary.waiting_messages === 0 && summary.waiting_events === 0 && summary.callbacks.pending === 0;
}
