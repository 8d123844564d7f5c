/** What is in a lane, in seconds of its rate: a sender's rate may differ by country. */
export interface Bucket {
  /** What waits at the provider, is being sent, or is fed. */
  seconds: number;
  /** Of these, what is only fed. */
  fedSeconds: number;
}

/** A lane that a batch passes. */
export interface Passed {
  readonly bucket: string;
  /** Units a second. */
  readonly perSecond: number;
}

/** What a daily cap leaves. */
export interface Allowance {
  units: number;
}

/** The due batches of one campaign in one country, next first. */
export interface Due {
  readonly campaignId: number;
  readonly priority: number;
  /** Seconds of each lane's rate that may wait at the provider. */
  readonly windowS: number;
  /** No batch that takes longer than this to drain is fed: its messages would expire in the queue, or come too late. */
  readonly longestS: number;
  readonly lanes: readonly Passed[];
  readonly caps: readonly string[];
  readonly batches: readonly DueBatch[];
}

export interface DueBatch {
  readonly id: string;
  readonly units: number;
}

export interface Room {
  readonly buckets: Map<string, Bucket>;
  readonly caps: Map<string, Allowance>;
  /** Batches that may still be handed to Bull. */
  readonly batches: number;
  /** By campaign: how many are fed already. */
  readonly fed: ReadonlyMap<number, number>;
}

// What is fed waits in Bull, where pause and fairness don't reach it: enough to keep the senders busy between two ticks, no more.
const FED_S = 10;

/**
 * Picks what is fed now. Higher priority first; among equals the campaign with the fewest batches fed. Each batch must fit into every
 * lane it passes; one that finds a lane full keeps the lane for itself, so that smaller or less important ones don't starve it.
 *
 * A lane with nothing in it takes any batch that drains in time: a batch larger than its window must go out some day.
 *
 * @returns their ids
 */
export function chooseBatches(due: readonly Due[], { buckets, caps, batches, fed }: Room): string[] {
  const chosen: string[] = [];
  const full = new Set<string>();
  const turns = new Map(fed);
  const lines = due.map((each) => ({ ...each, next: 0 }));
  while (chosen.length < batches) {
    const line = lines.filter(({ next, batches: all }) => next < all.length).reduce(before(turns), undefined);
    const batch = line?.batches[line.next];
    if (line === undefined || batch === undefined) break;
    if (line.lanes.some(({ perSecond }) => batch.units / perSecond > line.longestS)) {
      // Smaller ones behind it may still be in time.
      line.next += 1;
      continue;
    }
    const allowed = line.caps.flatMap((name) => caps.get(name) ?? []);
    const open = !line.lanes.some((lane) => full.has(lane.bucket)) && allowed.every((cap) => cap.units >= batch.units);
    const steps = line.lanes.map((lane) => stepInto(bucketOf(buckets, lane.bucket), lane, batch));
    if (!open || !steps.every((step) => fits(step, line))) {
      // Its turn has come, and the lanes that are in its way are nobody else's until it is through.
      if (open) for (const step of steps) if (blocks(step, line)) full.add(step.name);
      line.next = line.batches.length;
      continue;
    }
    for (const { bucket, takes } of steps) {
      bucket.seconds += takes;
      bucket.fedSeconds += takes;
    }
    for (const cap of allowed) cap.units -= batch.units;
    chosen.push(batch.id);
    turns.set(line.campaignId, (turns.get(line.campaignId) ?? 0) + 1);
    line.next += 1;
  }
  return chosen;
}

type Line = Due & { next: number };

function before(turns: ReadonlyMap<number, number>): (best: Line | undefined, line: Line) => Line {
  const turn = ({ campaignId }: Line): number => turns.get(campaignId) ?? 0;
  return (best, line) => {
    if (best === undefined) return line;
    const first = line.priority - best.priority || turn(best) - turn(line);
    return first > 0 ? line : best;
  };
}

export function bucketOf(buckets: Map<string, Bucket>, name: string): Bucket {
  const bucket = buckets.get(name) ?? { seconds: 0, fedSeconds: 0 };
  buckets.set(name, bucket);
  return bucket;
}

interface Step {
  readonly name: string;
  readonly bucket: Bucket;
  /** Seconds of the lane. */
  readonly takes: number;
}

function stepInto(bucket: Bucket, lane: Passed, batch: DueBatch): Step {
  return { name: lane.bucket, bucket, takes: batch.units / lane.perSecond };
}

function fits({ bucket, takes }: Step, { windowS, longestS }: Due): boolean {
  const seconds = bucket.seconds + takes;
  if (seconds > longestS || (bucket.seconds > 0 && seconds > windowS)) return false;
  return bucket.fedSeconds === 0 || bucket.fedSeconds + takes <= FED_S;
}

/** Whether the batch may pass once there is room; one that comes too late anyway must not keep others from the lane. */
function blocks(step: Step, line: Due): boolean {
  return !fits(step, line) && step.bucket.seconds + step.takes <= line.longestS;
}
