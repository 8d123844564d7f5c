import { LOGGER, type Logger } from '@herald/observability';
import { type MessageFilter, type MessagePage, PlivoClient, ProviderError } from '@herald/provider';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { LOOKUP_LIMITER, type LookupLimiter, type Urgency } from '../limiter/send-limiter';

/** The provider's records, read a page at a time within the limit that all workers share. */
@Injectable()
export class ProviderRecords implements OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly provider: PlivoClient,
    @Inject(LOOKUP_LIMITER) private readonly limiter: LookupLimiter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Newest first. @returns undefined when the provider, or the limiter, did not let itself be asked */
  async page(filter: MessageFilter, urgency: Urgency = 'soon'): Promise<MessagePage | undefined> {
    const admission = await this.limiter.lookUp(() => this.ask(filter), this.stopping.signal, urgency);
    return admission.kind === 'done' ? admission.value : undefined;
  }

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  /** Ends the wait for a look-up, so that a loop around it can stop. */
  stop(): void {
    this.stopping.abort('aborted');
  }

  private async ask(filter: MessageFilter): Promise<MessagePage | undefined> {
    try {
      return await this.provider.listMessages(filter);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.logger.warn({ event: 'lookup.failed', kind: error.kind, status: error.status }, 'a look-up failed');
      return undefined;
    }
  }
}
