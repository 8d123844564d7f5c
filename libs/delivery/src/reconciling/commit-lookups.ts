import { type Database, inOrder } from '@herald/database';
import type { MessageFacts } from '@herald/ledger';

import { BatchCache } from '../callbacks/batch-cache';
import type { EventOutcome } from '../callbacks/callback-outcome';
import { commitGroup } from '../callbacks/commit-group';

/** What the provider's records tell of one message. */
export interface LookedUp {
  readonly batchId: string;
  /** E.164 digits. */
  readonly to: string;
  readonly facts: MessageFacts;
}

/** Merges into the ledger what look-ups found, as callbacks are: in whatever order, however often. @returns what each did */
export async function commitLookups(
  database: Database,
  found: readonly LookedUp[],
  now: Date,
): Promise<readonly EventOutcome[]> {
  if (found.length === 0) return [];
  const events = found.map((each) => ({ source: 'lookup' as const, ...each }));
  return database.transaction((tx) => commitGroup(inOrder(tx), { events, now, cache: new BatchCache() }));
}
