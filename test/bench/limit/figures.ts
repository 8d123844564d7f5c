/** When a request came (epoch ms), and whether the provider let it in: its own record, not Herald's. */
export type Arrival = readonly [at: number, admitted: 0 | 1];

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something that happened at a time, and how much it weighs. In order of time. */
export interface Weighed {
  readonly at: number;
  readonly weight: number;
}

function within({ from, to }: Span): (arrival: Arrival) => boolean {
  return ([at]) => at >= from && at < to;
}

export function admittedIn(arrivals: readonly Arrival[], span: Span): Weighed[] {
  return arrivals.filter((arrival) => arrival[1] === 1 && within(span)(arrival)).map(([at]) => ({ at, weight: 1 }));
}

/** Of all requests in the span, those that were answered 429. */
export function throttledShare(arrivals: readonly Arrival[], span: Span): number {
  const all = arrivals.filter(within(span));
  return all.length === 0 ? 0 : all.filter(([, admitted]) => admitted === 0).length / all.length;
}

/** Of all that the limit allows in so long a span, what was used. */
export function usedShare(events: readonly Weighed[], { from, to }: Span, perMs: number): number {
  const sum = events.reduce((total, { at, weight }) => (at >= from && at < to ? total + weight : total), 0);
  return sum / (perMs * (to - from));
}

/** The least and the most of all windows of this length that lie wholly in the span; half open, moved on millisecond by millisecond. */
export function slidingWindows(
  events: readonly Weighed[],
  { from, to }: Span,
  windowMs: number,
): { least: number; most: number } {
  let [first, next, sum] = [0, 0, 0];
  let [least, most] = [Infinity, 0];
  for (let start = from; start + windowMs <= to; start += 1) {
    for (; (events[next]?.at ?? Infinity) < start + windowMs; next += 1) sum += events[next]?.weight ?? 0;
    for (; (events[first]?.at ?? Infinity) < start; first += 1) sum -= events[first]?.weight ?? 0;
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return { least, most };
}

/**
 * From the change of the limit to the first window at least `share` full of what it allows now: the ms until that window begins, or
 * undefined when there is none. Its begin, as a sender has found a limit when it starts to send at it; what follows is measured apart.
 */
export function foundAfterMs(
  events: readonly Weighed[],
  { from, to }: Span,
  { allowed, windowMs, share }: { readonly allowed: number; readonly windowMs: number; readonly share: number },
): number | undefined {
  for (let start = from; start + windowMs <= to; start += 10) {
    const span = { from: start, to: start + windowMs };
    if (usedShare(events, span, allowed / windowMs) >= share) return start - from;
  }
  return undefined;
}
