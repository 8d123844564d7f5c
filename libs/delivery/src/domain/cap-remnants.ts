import type { Allowance, Due } from './choose-batches';

/** A batch that is larger than what a daily cap leaves. */
export interface Remnant {
  readonly campaignId: number;
  readonly batchId: string;
  /** Messages that still fit under the cap. */
  readonly keep: number;
  readonly messages: number;
}

type CappedLine = Pick<Due, 'campaignId' | 'priority' | 'caps' | 'batches'> & {
  /** Of each of the batches. */
  readonly messages: readonly number[];
};

/**
 * What is left of a day's cap when no whole batch fits any more: the next batch of the line whose turn it is may be cut to it. One line
 * for each cap, since they share what is left.
 *
 * @param caps as they are when `chosen` is taken off
 */
export function capRemnants(
  lines: readonly CappedLine[],
  caps: ReadonlyMap<string, Allowance>,
  chosen: ReadonlySet<string>,
): Remnant[] {
  const found: Remnant[] = [];
  const spoken = new Set<string>();
  for (const line of [...lines].sort((a, b) => b.priority - a.priority)) {
    if (line.caps.length === 0 || line.caps.some((cap) => spoken.has(cap))) continue;
    const next = line.batches.findIndex(({ id }) => !chosen.has(id));
    const [batch, messages] = [line.batches[next], line.messages[next]];
    if (batch === undefined || messages === undefined) continue;
    const left = Math.min(...line.caps.map((cap) => caps.get(cap)?.units ?? Infinity));
    const keep = Math.floor((left * messages) / batch.units);
    if (keep < 1 || keep >= messages) continue;
    found.push({ campaignId: line.campaignId, batchId: batch.id, keep, messages });
    for (const cap of line.caps) spoken.add(cap);
  }
  return found;
}
