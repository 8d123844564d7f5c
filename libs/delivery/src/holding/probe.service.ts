import { CLOCK, type Clock } from '@herald/kernel';
import { Lanes } from '@herald/lanes';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoClient, ProviderError } from '@herald/provider';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { isHoldCode, probeWaitMs } from '../domain/hold-reason';
import { probeVerdict, type ProbeVerdict } from '../domain/probe-verdict';
import { FED_LEASE_MS } from '../domain/send-timing';
import { LOOKUP_LIMITER, type LookupLimiter } from '../limiter/send-limiter';
import { SendService } from '../sending/send.service';
import { type Probe, ProbeRepository } from './probe.repository';

/**
 * Finds out, at growing intervals, whether the provider takes again what it refused, and opens the lane then. Credentials are tried
 * with a look-up, which costs nothing; all else with one message, which the provider refuses once more or sends.
 */
@Injectable()
export class ProbeService implements OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly probes: ProbeRepository,
    private readonly lanes: Lanes,
    private readonly sender: SendService,
    private readonly provider: PlivoClient,
    @Inject(LOOKUP_LIMITER) private readonly limiter: LookupLimiter,
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe to run in any number of workers at once. @returns the lanes it opened, as `kind key` */
  async tick(): Promise<string[]> {
    const now = this.clock.now();
    const held = await this.probes.probes(now, (code) => (isHoldCode(code) ? probeWaitMs(code, 0) : 0));
    const opened: string[] = [];
    for (const probe of held) {
      if (this.stopping.signal.aborted) break;
      if (!isHoldCode(probe.code) || (await this.look(probe, now)) !== 'open') continue;
      if (!(await this.lanes.reopen(probe.kind, probe.key))) continue;
      this.logger.warn(
        { event: 'hold.ended', kind: probe.kind, key: probe.key, code: probe.code },
        'a probe succeeded',
      );
      opened.push(`${probe.kind} ${probe.key}`.trim());
    }
    return opened;
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  /** Ends the wait for a turn, so that a loop around `tick` can stop: a batch that waits is handed back. */
  stop(): void {
    this.stopping.abort('aborted');
  }

  private async look(probe: Probe, now: Date): Promise<ProbeVerdict> {
    if (probe.batchId !== null) return this.judge(probe, probe.batchId, now);
    if (!probe.due) return 'wait';
    const wait = probeWaitMs(probe.code, probe.tries + 1);
    if (!(await this.probes.take(probe, new Date(now.getTime() + wait)))) return 'wait';
    return probe.code === 'provider_credentials' ? this.lookUp() : this.send(probe, now);
  }

  private async judge(probe: Probe, batchId: string, now: Date): Promise<ProbeVerdict> {
    const facts = await this.probes.probed(batchId);
    const sinceMs = now.getTime() - (probe.sentAt?.getTime() ?? 0);
    const verdict = probeVerdict(probe.code, { state: undefined, failed: 0, passed: 0, ...facts, sinceMs });
    if (verdict === 'shut') await this.probes.over(probe);
    return verdict;
  }

  /** The list of messages wants the same credentials as a send. */
  private async lookUp(): Promise<ProbeVerdict> {
    const asked = await this.limiter.lookUp(() => this.ask(), this.stopping.signal);
    return asked.kind === 'done' && asked.value ? 'open' : 'shut';
  }

  private async ask(): Promise<boolean> {
    try {
      await this.provider.listMessages({ limit: 1 });
      return true;
    } catch (error) {
      if (error instanceof ProviderError) return false;
      throw error;
    }
  }

  private async send(probe: Probe, now: Date): Promise<ProbeVerdict> {
    const waiting = await this.probes.passages(probe);
    // Read anew: nobody fed these a moment ago, and a probe must not pass what was held since.
    const book = await this.lanes.bookNow();
    const ways = waiting.filter((passage) => book.mayProbe(probe, passage));
    const leaseMs = this.options.fedLeaseMs ?? FED_LEASE_MS;
    const ticket = await this.probes.letOneThrough(probe, ways, now, leaseMs);
    if (ticket === undefined) return 'wait';
    const result = await this.sender.send(ticket, this.stopping.signal);
    this.logger.warn({ event: 'hold.probed', kind: probe.kind, key: probe.key, batch_id: ticket.batchId, result });
    return this.judge({ ...probe, batchId: ticket.batchId, sentAt: now }, ticket.batchId, now);
  }
}
