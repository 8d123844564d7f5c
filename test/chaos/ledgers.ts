import type { Verification } from '@herald/reporting';

import { bodyOf, linesOf } from '../../apps/cli/src/demo/body-lines';
import {
  compareLedgers,
  type Comparison,
  type LedgerEntry,
  type ProviderEntry,
} from '../../apps/cli/src/demo/compare-ledgers';
import { heraldEntries, providerEntries } from '../../apps/cli/src/demo/ledger-sources';
import { type PatientApi } from './api';
import { type Wave } from './campaigns';

/** Herald's ledger beside the provider's, and beside what was uploaded. */
export interface Ledgers {
  readonly comparison: Comparison;
  /** Recipients that have no message, or one without a state that says what became of it. */
  readonly lost: number;
  /** Messages in a named open end: their request's outcome is unknown still. They are left out of the comparison. */
  readonly unknown: number;
  /** Campaigns whose tables do not add up, with the failed checks. */
  readonly verify_failed: readonly string[];
}

const NO_STATE_YET = new Set(['planned', 'accepted', 'queued']);

/** Reads both ledgers to their ends, streamed. All campaigns together: no two have a recipient in common. */
export async function readLedgers(api: PatientApi, simulatorUrl: string, waves: readonly Wave[]): Promise<Ledgers> {
  const open = new Set<number>();
  const tally = { messages: 0, stateless: 0 };
  for await (const { phone, state } of exports(api, waves)) {
    tally.messages += 1;
    if (state === 'unknown') open.add(phone);
    if (NO_STATE_YET.has(state)) tally.stateless += 1;
  }
  const comparison = await compareLedgers(
    only(destinations(simulatorUrl), ({ phone, times }) => times > 1 || !open.has(phone)),
    only(exports(api, waves), ({ state }) => state !== 'unknown'),
  );
  const expected = waves.reduce((sum, { contacts }) => sum + contacts, 0);
  return {
    comparison,
    lost: Math.abs(expected - tally.messages) + tally.stateless,
    unknown: open.size,
    verify_failed: await failedChecks(api, waves),
  };
}

async function* exports(api: PatientApi, waves: readonly Wave[]): AsyncGenerator<LedgerEntry> {
  for (const { campaignId } of waves) {
    yield* heraldEntries(linesOf(bodyOf(await api.ask('GET', `/v1/campaigns/${campaignId}/messages.csv`))));
  }
}

async function* destinations(simulatorUrl: string): AsyncGenerator<ProviderEntry> {
  yield* providerEntries(linesOf(bodyOf(await fetch(`${simulatorUrl}/_sim/ledger/destinations`))));
}

async function* only<T>(entries: AsyncIterable<T>, wanted: (entry: T) => boolean): AsyncGenerator<T> {
  for await (const entry of entries) if (wanted(entry)) yield entry;
}

async function failedChecks(api: PatientApi, waves: readonly Wave[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { campaignId } of waves) {
    const { ok, checks } = await api.json<Verification>('GET', `/v1/campaigns/${campaignId}/verify`);
    if (!ok) failed.push(`campaign ${campaignId}: ${JSON.stringify(checks.filter((check) => !check.ok))}`);
  }
  return failed;
}
