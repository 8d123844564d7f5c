import { SendService } from '@herald/delivery';
import { LOGGER, type Logger } from '@herald/observability';
import { type Queue, SEND_QUEUE, type SendJob } from '@herald/queue';
import { InjectQueue } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setMaxListeners } from 'node:events';

export const JOBS_AT_ONCE = Symbol('JOBS_AT_ONCE');

/**
 * Takes batches from Bull. Registered by hand: the decorator would want the concurrency before the configuration is read.
 * When the process stops it takes no more, batches that wait for their turn go back, and those being sent are finished.
 */
@Injectable()
export class SendProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    @InjectQueue(SEND_QUEUE) private readonly queue: Queue<SendJob>,
    private readonly sender: SendService,
    @Inject(JOBS_AT_ONCE) private readonly jobsAtOnce: number,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    // Every batch under way listens.
    setMaxListeners(0, this.stopping.signal);
  }

  onApplicationBootstrap(): void {
    this.queue
      .process(this.jobsAtOnce, ({ data }) => this.send(data))
      .catch((error: unknown) => {
        if (this.stopping.signal.aborted) return;
        this.logger.error({ event: 'send.processor_failed', err: error }, 'the send queue is not processed any more');
      });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.queue.pause(true, true);
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  private async send(job: SendJob): Promise<string> {
    const sending = this.sender.send(job, this.stopping.signal);
    this.underWay.add(sending);
    try {
      return await sending;
    } catch (error) {
      this.logger.error({ event: 'send.failed', batch_id: job.batchId, err: error }, 'a batch could not be dealt with');
      throw error;
    } finally {
      this.underWay.delete(sending);
    }
  }
}
