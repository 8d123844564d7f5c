import { sleep } from '@herald/kernel';
import { isTerminal, MESSAGE_STATES } from '@herald/ledger';
import type { Report } from '@herald/reporting';

import { type SimulatorSummary } from '../../apps/cli/src/demo/api-types';
import { type PatientApi } from './api';
import { type Wave } from './campaigns';

const ENDED = new Set(['completed', 'cancelled', 'failed']);
const FINAL: ReadonlySet<string> = new Set(MESSAGE_STATES.filter(isTerminal));
const POLL_MS = 1_000;
const TELL_EVERY = 10;

/** How things stand when the wait is over. */
export interface Healed {
  readonly completed: boolean;
  readonly seconds: number;
  /** Campaigns that have not ended, and why they stand still if they say so. */
  readonly open_campaigns: readonly string[];
  /** Messages without a final state, by state. */
  readonly open_messages: Readonly<Record<string, number>>;
}

export interface WaitOptions {
  readonly api: PatientApi;
  readonly simulatorUrl: string;
  readonly waves: readonly Wave[];
  readonly timeoutMs: number;
  readonly tell: (text: string) => void;
}

/**
 * Waits until every campaign has ended and the provider has nothing left to tell. Nobody helps: a person's decision is never made here.
 * Ends early once the provider took a destination twice: nothing that comes could mend that.
 */
export async function awaitHealed({ api, simulatorUrl, waves, timeoutMs, tell }: WaitOptions): Promise<Healed> {
  const started = performance.now();
  for (let round = 0; ; round += 1) {
    const reports = await Promise.all(
      waves.map(({ campaignId }) => api.json<Report>('GET', `/v1/campaigns/${campaignId}/report`)),
    );
    const summary = await summaryOf(simulatorUrl);
    const open = reports.filter(({ campaign }) => !ENDED.has(campaign.state));
    const messages = openMessages(reports);
    const completed = open.length === 0 && quiet(summary);
    const late = performance.now() - started > timeoutMs;
    if (completed || late || summary.destinations_more_than_once > 0) {
      return {
        completed,
        seconds: Math.round((performance.now() - started) / 100) / 10,
        open_campaigns: open.map(({ campaign }) =>
          `${campaign.id} ${campaign.state} ${campaign.reason?.code ?? ''}`.trim(),
        ),
        open_messages: messages,
      };
    }
    if (round % TELL_EVERY === 0) tell(`healing: ${open.length} campaigns open, ${JSON.stringify(messages)}`);
    await sleep(POLL_MS);
  }
}

function openMessages(reports: readonly Report[]): Record<string, number> {
  const open: Record<string, number> = {};
  for (const { state, messages } of reports.flatMap(({ states }) => states)) {
    if (!FINAL.has(state) && messages > 0) open[state] = (open[state] ?? 0) + messages;
  }
  return open;
}

async function summaryOf(simulatorUrl: string): Promise<SimulatorSummary> {
  return (await (await fetch(`${simulatorUrl}/_sim/ledger/summary`)).json()) as SimulatorSummary;
}

function quiet({ waiting_messages: messages, waiting_events: events, callbacks }: SimulatorSummary): boolean {
  return messages === 0 && events === 0 && callbacks.pending === 0;
}
