/** Which callbacks are sent, in which order: `message * statuses + status`; some of them twice. */
export function eventOrder(
  events: number,
  { duplicates, shuffled, seed }: { duplicates: number; shuffled: boolean; seed: number },
): Uint32Array {
  const random = randomFrom(seed);
  const doubled = Math.round(events * duplicates);
  const order = new Uint32Array(events + doubled);
  for (let at = 0; at < events; at += 1) order[at] = at;
  // The repeated ones are spread evenly; where they land is up to the shuffle, or the end.
  for (let at = 0; at < doubled; at += 1) order[events + at] = Math.floor((at * events) / doubled);
  if (!shuffled) return order;
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** mulberry32: the same seed gives the same order. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
