import { sleep } from '@herald/kernel';

import type { BenchStack } from './bench-stack';

export interface QueueSample {
  readonly at: number;
  /** Messages in the simulator's queue of a sender, by `type:from`. */
  readonly waiting: ReadonlyMap<string, number>;
}

interface Stats {
  readonly sender_queues: readonly { readonly from: string; readonly type: string; readonly waiting: number }[];
}

const EVERY_MS = 250;

/** What waits at the provider because more came than a sender may send: looked at again and again. */
export class QueueSampler {
  readonly samples: QueueSample[] = [];
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(private readonly stack: BenchStack) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const { sender_queues: queues } = await this.stack.simulator<Stats>('GET', '/_sim/stats');
      const waiting = new Map(queues.map(({ type, from, waiting: messages }) => [`${type}:${from}`, messages]));
      this.samples.push({ at: Date.now(), waiting });
      await sleep(EVERY_MS);
    }
  }
}
