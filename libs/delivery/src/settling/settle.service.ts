import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { type Evidence, type Suspect, weigh, windowOf } from '../domain/evidence';
import { sendTiming } from '../domain/send-timing';
import { SETTLE_TIMING } from '../domain/settle-timing';
import { conclude, type Round, SAMPLES } from '../domain/verdict';
import { ProviderRecords } from './provider-records';
import { type UnknownBatch, UnknownRepository } from './unknown.repository';

/** `unclear`: stays unknown, and is looked at again later. */
export type Settled = 'nothing_to_settle' | 'accepted' | 'planned' | 'unclear';

/** One worker's time for a round, every look-up of it timing out included. */
const HOLD_MS = 600_000;
/** Rounds that are nearer to each other are for look-ups that are quicker: a worker that dies in one must not cost many rounds. */
const HOLD_ROUNDS = 5;
/** What stays unclear is looked at ever more seldom: by then it waits for a person. */
const MAX_DOUBLINGS = 5;

/**
 * Settles batches whose outcome is unknown and which no callback has settled: samples of their destinations are looked up in the
 * provider's records, in rounds. Sent again only what is shown not to have been accepted; in doubt it stays unknown (ADR 0012).
 */
@Injectable()
export class SettleService {
  private readonly leaseMs: number;
  private readonly graceMs: number;
  private readonly roundMs: number;

  constructor(
    private readonly unknown: UnknownRepository,
    private readonly records: ProviderRecords,
    @Inject(DELIVERY_OPTIONS) options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.leaseMs = sendTiming(options).leaseMs;
    this.graceMs = options.settleAfterMs ?? SETTLE_TIMING.graceMs;
    this.roundMs = options.settleRoundMs ?? SETTLE_TIMING.roundMs;
  }

  /** Looks at one batch. Safe to run in any number of workers at once. */
  async tick(): Promise<Settled> {
    const now = this.clock.now();
    const batch = await this.unknown.take({
      now,
      // Counted from the end of its lease: no request of this batch can still be under way.
      sentBefore: new Date(now.getTime() - this.leaseMs - this.graceMs),
      until: new Date(now.getTime() + Math.min(HOLD_MS, HOLD_ROUNDS * this.roundMs)),
    });
    if (batch === undefined) return 'nothing_to_settle';
    const round = await this.look(batch, now);
    const rounds = [...batch.rounds, round];
    const wait = this.roundMs * 2 ** Math.min(MAX_DOUBLINGS, Math.max(0, rounds.length - 2));
    await this.unknown.addRound(batch, round, new Date(now.getTime() + wait));
    const verdict = conclude(rounds, { ...batch, roundMs: this.roundMs });
    const settled = await this.apply(batch, verdict);
    const evidence = round.samples.map((sample) => sample.evidence);
    const line = { batch_id: batch.id, campaign_id: batch.campaignId, round: rounds.length, evidence, settled };
    this.logger.warn({ event: 'batch.looked_up', control: round.control, ...line }, 'an unknown batch was looked up');
    return settled;
  }

  /** Ends the wait for a look-up, so that a loop around `tick` can stop. */
  stop(): void {
    this.records.stop();
  }

  private async apply(batch: UnknownBatch, verdict: ReturnType<typeof conclude>): Promise<Settled> {
    if (verdict === 'unclear') return 'unclear';
    const to = verdict === 'accepted' ? 'accepted' : 'planned';
    return (await this.unknown.settle(batch, to, this.clock.now())) ? to : 'unclear';
  }

  private async look(batch: UnknownBatch, now: Date): Promise<Round> {
    const suspect = this.suspectOf(batch);
    const samples: { to: string; evidence: Evidence }[] = [];
    for (const to of await this.unknown.samples(batch, SAMPLES, suspect.from)) {
      const evidence = await this.ask(to, suspect);
      samples.push({ to, evidence });
      // Either of these settles it, one way or for now.
      if (evidence !== 'absent') break;
    }
    const absent = samples.every(({ evidence }) => evidence === 'absent');
    return { at: now.getTime(), samples, control: absent && samples.length > 0 ? await this.control(batch) : 'none' };
  }

  private async control(batch: UnknownBatch): Promise<Round['control']> {
    const control = await this.unknown.control(batch);
    if (control === undefined) return 'none';
    return (await this.ask(control.phone, this.suspectOf(control))) === 'present' ? 'seen' : 'missing';
  }

  private async ask(to: string, suspect: Suspect): Promise<Evidence> {
    // Open at its end: a request that was taken up late must not pass for one that was not.
    const page = await this.records.page({ to, sentFrom: suspect.from });
    if (page === undefined) return 'unclear';
    const found = weigh(suspect, page.records);
    return found === 'absent' && page.hasMore ? 'unclear' : found;
  }

  private suspectOf({ sender, sendingAt }: Pick<UnknownBatch, 'sender' | 'sendingAt'>): Suspect {
    return { sender, ...windowOf(sendingAt, this.leaseMs) };
  }
}
