import { Sampler } from '../sampler';
import type { BenchStack } from './bench-stack';

export interface QueueSample {
  readonly at: number;
  /** Messages in the simulator's queue of a sender, by `type:from`. */
  readonly waiting: ReadonlyMap<string, number>;
}

interface Stats {
  readonly sender_queues: readonly { readonly from: string; readonly type: string; readonly waiting: number }[];
}

/** What waits at the provider because more came than a sender may send: looked at again and again. */
export function queueSampler(stack: BenchStack): Sampler<QueueSample> {
  return new Sampler(async () => {
    const { sender_queues: queues } = await stack.simulator<Stats>('GET', '/_sim/stats');
    const waiting = new Map(queues.map(({ type, from, waiting: messages }) => [`${type}:${from}`, messages]));
    return { at: Date.now(), waiting };
  });
}
