import { CLOCK, type Clock, sleep } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type Deadline, deadlineIn, PlivoClient, type SendOutcome } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';

import { batchToken } from '../callbacks/batch-token';
import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { FED_LEASE_MS, sendTiming, type SendTiming } from '../domain/send-timing';
import { decide } from '../domain/send-decision';
import { type ProviderAnswer, type Report, SEND_LIMITER, type SendLimiter } from '../limiter/send-limiter';
import { logAttempt } from './attempt-log';
import { type Claim, ClaimRepository } from './claim.repository';
import { type Attempt, OutcomeRepository } from './outcome.repository';
import { Gate } from './gate';
import type { ClaimedBatch } from './send-batch';
import type { Ticket } from './ticket';
import { SendWatch } from './send-watch';
import { TicketRepository } from './ticket.repository';
import { waitWithLease } from './waiting-room';

/** `lost`: somebody else's, or nobody's, by now. `released`: handed back unsent. Else what the provider made of it. */
export type SendResult = 'lost' | 'released' | 'nobody_left' | SendOutcome['kind'];

interface Answered {
  readonly batch: ClaimedBatch;
  readonly outcome: SendOutcome;
  readonly ms: number;
  /** For which nobody sends after this. */
  readonly quietMs: number;
}

/** A batch that had to be handed back is not fed again at once: what kept it from going will not be over yet. */
const RELEASE_MS = 1_000;
/** A batch that met a daily cap is looked at again this much later. */
const CAP_RETRY_MS = 10_000;
/** Keeps a hundred batches from coming back in one moment. */
const THROTTLED_JITTER_MS = 250;
/** An outcome that cannot be written is tried again this often; then the lease makes the batch `unknown`, which is the truth. */
const RECORD_TRIES = 40;
const RECORD_EVERY_MS = 500;

/** Sends one batch: slot → claim → POST → classify → record. No transaction is open during the POST. */
@Injectable()
export class SendService {
  private readonly timing: SendTiming;
  private readonly fedLeaseMs: number;
  private readonly gate: Gate;

  constructor(
    private readonly tickets: TicketRepository,
    private readonly claims: ClaimRepository,
    private readonly outcomes: OutcomeRepository,
    private readonly provider: PlivoClient,
    private readonly watch: SendWatch,
    @Inject(SEND_LIMITER) private readonly limiter: SendLimiter,
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.timing = sendTiming(options);
    this.gate = new Gate(options.connections);
    this.fedLeaseMs = options.fedLeaseMs ?? FED_LEASE_MS;
  }

  /**
   * Never sends a batch twice, however often and wherever it is called with the same ticket. Throws when Postgres fails; the leases
   * then settle what was left.
   *
   * @param stopping aborted when the process stops: what still waits is handed back, what is being sent is finished
   */
  async send(ticket: Ticket, stopping: AbortSignal): Promise<SendResult> {
    const lane = await this.tickets.laneOf(ticket);
    if (lane === 'none') return this.release(ticket);
    const wait = waitWithLease(() => this.tickets.renew(ticket, this.fedLeaseMs), this.fedLeaseMs / 3, stopping);
    const work = async (report: Report): Promise<Answered | Claim['kind']> => {
      wait.end();
      return this.claimAndPost(ticket, report);
    };
    // A batch is claimed only when a connection is free for it: what waits can be handed back, what is claimed cannot.
    const admission = await this.gate.through(() => this.limiter.run(lane, work, wait.leave)).finally(wait.end);
    if (admission.kind === 'given_up') {
      return this.release(ticket, admission.why === 'used_up' ? this.capRetry(admission.until) : undefined);
    }
    if (typeof admission.value !== 'string') return this.settle(admission.value);
    return admission.value === 'nobody_left' ? 'nobody_left' : this.release(ticket);
  }

  private async claimAndPost(ticket: Ticket, report: Report): Promise<Answered | Claim['kind']> {
    // Measured before the claim: the lease in Postgres ends later than the one counted from here.
    const started = performance.now();
    const notAfter = deadlineIn(this.timing.writeWithinMs, this.clock.now().getTime());
    const claim = await this.claims.claim(ticket);
    if (claim.kind !== 'claimed') return claim.kind;
    const posted = performance.now();
    const outcome = await this.post(claim.batch, notAfter);
    const answered = performance.now();
    const quietMs = await report(providerAnswer(outcome, answered - posted));
    return { batch: claim.batch, outcome, ms: answered - started, quietMs };
  }

  private post({ id, destinations, content }: ClaimedBatch, notAfter: Deadline): Promise<SendOutcome> {
    const { publicUrl, secret } = this.options.callbacks;
    const { messageExpiry, ...rest } = content;
    const request = {
      ...rest,
      ...(messageExpiry === null ? {} : { messageExpiry }),
      destinations,
      callbackUrl: `${publicUrl}/callbacks/plivo/status/${batchToken(secret, id)}`,
    };
    return this.provider.sendMessage(request, notAfter);
  }

  private async settle({ batch, outcome, ms, quietMs }: Answered): Promise<SendResult> {
    this.watch.attempted(outcome.kind, batch.destinations.length, ms);
    const decision = decide(outcome, batch.setbacks, Math.random());
    // The limiter slows everybody down; the batch itself need not wait for longer than that.
    const waitMs = outcome.kind === 'throttled' ? quietMs + Math.random() * THROTTLED_JITTER_MS : decision.waitMs;
    const attempt: Attempt = { batch, outcome, decision: { ...decision, waitMs }, at: this.clock.now() };
    logAttempt(this.logger, attempt, await this.record(attempt), ms);
    return outcome.kind;
  }

  /** The one thing that must not be lost is that something was accepted: a Postgres that restarts is waited for. */
  private async record(attempt: Attempt): ReturnType<OutcomeRepository['record']> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.outcomes.record(attempt);
      } catch (error) {
        const { batch, outcome } = attempt;
        const line = { event: 'send.not_recorded', batch_id: batch.id, outcome: outcome.kind, tried, err: error };
        this.logger.warn(line, 'the outcome could not be written');
        if (tried === RECORD_TRIES) throw error;
      }
      await sleep(RECORD_EVERY_MS);
    }
  }

  /** Not only when the day is over: an operator may raise the cap, and until then the feeder knows that nothing is left of it. */
  private capRetry(until: Date): Date {
    return new Date(Math.min(until.getTime(), this.clock.now().getTime() + CAP_RETRY_MS));
  }

  private async release(ticket: Ticket, until?: Date): Promise<SendResult> {
    const notBefore = until ?? new Date(this.clock.now().getTime() + RELEASE_MS);
    return (await this.tickets.release(ticket, notBefore)) ? 'released' : 'lost';
  }
}

function providerAnswer(outcome: SendOutcome, ms: number): ProviderAnswer {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      return { kind: 'answered', ms };
    case 'throttled':
      return outcome;
    case 'not_sent':
      return { kind: 'none' };
    case 'unknown':
      return { kind: 'silent' };
  }
}
