import { GroupCommitter } from '@herald/database';

/** A batch somebody was told to send: its id, and the fence it was fed with. */
export interface Ticket {
  readonly batchId: string;
  readonly fence: number;
}

/** For `unnest($1::bigint[], $2::int[])`. */
export function ticketColumns(tickets: readonly Ticket[]): [readonly string[], readonly number[]] {
  return [tickets.map(({ batchId }) => batchId), tickets.map(({ fence }) => fence)];
}

const MAX_GROUP = 50;
// More than a worker can have under way: a sender waits for its own, it does not pile up.
const MAX_WAITING = 10_000;

/**
 * What the senders of a process ask of Postgres in one moment goes there as one statement or transaction. Many small ones, each
 * holding the rollups' rows over several round trips, would queue behind each other.
 */
export function groupOf<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
): GroupCommitter<Item, Result> {
  return new GroupCommitter({ commit, maxGroup: MAX_GROUP, maxWaiting: MAX_WAITING, lanes: 2 });
}
