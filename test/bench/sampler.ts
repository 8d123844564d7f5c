import { sleep } from '@herald/kernel';

const EVERY_MS = 250;

/** Looks at something again and again, from `start` to `stop`. */
export class Sampler<Sample> {
  readonly samples: Sample[] = [];
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(private readonly look: () => Promise<Sample>) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.samples.push(await this.look());
      await sleep(EVERY_MS);
    }
  }
}
