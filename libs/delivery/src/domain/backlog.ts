/** A batch the provider has taken, or may have. Times in ms since the epoch. */
export interface HandedOver {
  readonly id: string;
  readonly sender: string;
  /** Whether the provider spreads it over several numbers, each with a queue of its own. */
  readonly pooled: boolean;
  /** Units of its messages not seen to have left the provider's queues. */
  readonly units: number;
  /** Units a second of its slowest lane; Infinity where nothing limits. */
  readonly perSecond: number;
  /** When its request was begun. */
  readonly begunAt: number;
  /** When the provider had it at the latest; undefined while its request is under way. */
  readonly enteredAt: number | undefined;
  /** When a message of it was last seen to have left the queues. */
  readonly seenAt: number | undefined;
  readonly expiryS: number;
}

export interface StillWaiting<Batch extends HandedOver = HandedOver> {
  readonly batch: Batch;
  /** Of its `units`, those believed to wait at the provider. */
  readonly units: number;
}

export interface Reckoning {
  /** Ms since the epoch. */
  readonly now: number;
  /** Units a second of all senders together. */
  readonly accountPerSecond: number;
}

export interface BacklogView<Batch extends HandedOver = HandedOver> {
  /** In the order the provider sends them. */
  readonly waiting: readonly StillWaiting<Batch>[];
  /** Of what the provider took before, nothing waits and nothing proves anything any more. */
  readonly since: number;
}

// How long "sent" may be on its way: carrier, callback, group commit.
const QUIET_MS = 30_000;
/** A rate that is known, but not that well: what is only reckoned to be out is given this much more time. */
const MARGIN = 1.25;
/** A Powerpack's numbers each have a queue; none is taken to lag behind another by more. */
const POOL_LAG_MS = 600_000;
/** Nobody reaches it, and one can reckon with it. */
const ENDLESS = 1e9;

/**
 * What waits at the provider, of all that was handed over lately. Rather too much than too little: each batch counts in full until
 *
 * 1. its messages are seen to have left (they are not in `units` any more);
 * 2. a later batch of its sender is seen leaving: the provider never reorders a sender's queue, and callbacks get lost;
 * 3. it was seen leaving, and the rest has had its time and more;
 * 4. it is older than its expiry: the provider has sent it or dropped it;
 * 5. nothing at all was seen to leave for a while, though something waits: callbacks are lost. What they would have told is
 *    reckoned from the rates of the lanes, somewhat slower. So feeding goes on, and stays close to what the provider really does.
 */
export function stillWaiting<Batch extends HandedOver>(
  batches: readonly Batch[],
  { now, accountPerSecond }: Reckoning,
): BacklogView<Batch> {
  const inOrder = [...batches].sort((a, b) => enteredAt(a, now) - enteredAt(b, now) || a.begunAt - b.begunAt);
  const proofs = proofBySender(inOrder);
  const open = inOrder.filter((batch) => !isOut(batch, now, proofs.get(batch.sender) ?? -Infinity));
  const oldest = open[0];
  if (oldest === undefined) return { waiting: [], since: now };
  const lastSeen = inOrder.reduce((last, { seenAt }) => Math.max(last, seenAt ?? -Infinity), -Infinity);
  const quietSince = Math.max(lastSeen, enteredAt(oldest, now));
  if (now - quietSince <= quietMs(oldest)) {
    const waiting = open.map((batch) => ({ batch, units: batch.units }));
    return { waiting, since: Math.min(enteredAt(oldest, now), witnessOf(inOrder, lastSeen, now)) };
  }
  const { waiting, since } = reckoned(open, quietSince, { now, accountPerSecond });
  // What has waited since before the last word came is reckoned from that, so who brought it is needed as well.
  return { waiting, since: since < quietSince ? Math.min(since, witnessOf(inOrder, lastSeen, now)) : since };
}

function enteredAt(batch: HandedOver, now: number): number {
  return batch.enteredAt ?? now;
}

/** One message takes this long in a slow lane: no news in that time is no bad news. */
function quietMs({ perSecond, units }: HandedOver): number {
  return QUIET_MS + (Math.min(units, 10) * 1_000) / perSecond;
}

/** Begun later than this, a batch of the sender is seen leaving. */
function proofBySender(batches: readonly HandedOver[]): Map<string, number> {
  const proofs = new Map<string, number>();
  for (const { sender, pooled, begunAt, seenAt } of batches) {
    if (seenAt === undefined) continue;
    proofs.set(sender, Math.max(proofs.get(sender) ?? -Infinity, pooled ? begunAt - POOL_LAG_MS : begunAt));
  }
  return proofs;
}

function isOut(batch: HandedOver, now: number, proof: number): boolean {
  const { units, perSecond, seenAt, expiryS } = batch;
  if (units <= 0) return true;
  if (batch.enteredAt === undefined) return false;
  if (batch.enteredAt < proof || now - batch.enteredAt > expiryS * 1_000) return true;
  return seenAt !== undefined && now > seenAt + QUIET_MS + (units / perSecond) * 1_000 * MARGIN;
}

/** When the batch entered that showed the last sign of life. */
function witnessOf(batches: readonly HandedOver[], lastSeen: number, now: number): number {
  const witness = batches.find(({ seenAt }) => seenAt === lastSeen);
  return witness === undefined ? Infinity : enteredAt(witness, now);
}

/**
 * As if each sender's queue had drained steadily since: at its own rate, and no faster than its share of the account's. What is needed
 * again next time begins with the batch that found its sender's queue empty, of those whose queue is not empty yet.
 */
function reckoned<Batch extends HandedOver>(
  open: readonly Batch[],
  since: number,
  { now, accountPerSecond }: Reckoning,
): BacklogView<Batch> {
  const unitsOf = new Map<string, number>();
  for (const { sender, units } of open) unitsOf.set(sender, (unitsOf.get(sender) ?? 0) + units);
  const all = [...unitsOf.values()].reduce((sum, units) => sum + units, 0);
  const queues = new Map<string, { freeAt: number; busySince: number }>();
  const waiting: StillWaiting<Batch>[] = [];
  let needed = now;
  for (const batch of open) {
    const { sender, units, perSecond, enteredAt: entered } = batch;
    if (entered === undefined) {
      waiting.push({ batch, units });
      continue;
    }
    const share = (unitsOf.get(sender) ?? 0) / all;
    const perMs = Math.min(perSecond, accountPerSecond * share, ENDLESS) / (1_000 * MARGIN);
    const { freeAt, busySince } = queues.get(sender) ?? { freeAt: since, busySince: entered };
    const start = Math.max(freeAt, entered);
    const busy = freeAt <= entered ? entered : busySince;
    queues.set(sender, { freeAt: start + units / perMs, busySince: busy });
    const left = units - Math.max(0, now - start) * perMs;
    if (left <= 0) continue;
    waiting.push({ batch, units: Math.min(units, left) });
    needed = Math.min(needed, busy);
  }
  return { waiting, since: needed };
}
