import { type Database, inOrder } from '@herald/database';
import { type MessageState, NO_FACTS } from '@herald/ledger';

import { BatchCache } from '../../../libs/delivery/src/callbacks/batch-cache';
import { commitGroup } from '../../../libs/delivery/src/callbacks/commit-group';

/** What callbacks say of messages of a batch, now, as one group. */
export async function tellState(
  database: Database,
  batchId: string,
  numbers: readonly string[],
  state: MessageState,
): Promise<void> {
  const facts = { ...NO_FACTS, state, stateAt: Date.now() };
  const events = numbers.map((to) => ({ source: 'callback' as const, batchId, to, facts }));
  const now = new Date();
  await database.transaction((tx) => commitGroup(inOrder(tx), { events, now, cache: new BatchCache() }));
}
