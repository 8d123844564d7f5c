import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import { StepClaims } from './step-claims';
import { type Move, StepMoves } from './step-moves';
import type { StepWork, WorkRow } from './step-work';
import { type Submission, submission } from './submission';
import { TendlcWorks } from './tendlc-works';

const MOST_A_TICK = 20;
/** A worker that was frozen between claim and request does not begin it any more. */
const LATEST_BEGIN_MS = 10_000;
/** After a question before the request was not answered. */
const ASK_AGAIN_MS = 60_000;

/** Sends what was asked for and is ready: each request once, its outcome a value. */
@Injectable()
export class SubmitService {
  constructor(
    private readonly database: Database,
    private readonly claims: StepClaims,
    private readonly moves: StepMoves,
    private readonly works: TendlcWorks,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many requests were made */
  async tick(): Promise<number> {
    let sent = 0;
    for (const work of this.works.all) {
      for (let row = await this.claims.toSend(work); row !== undefined; row = await this.claims.toSend(work)) {
        await this.send(work, row);
        sent += 1;
        if (sent >= MOST_A_TICK) return sent;
      }
    }
    return sent;
  }

  private async send(work: StepWork, row: WorkRow): Promise<void> {
    let forbidden: string | undefined;
    const outcome = await submission(async () => {
      forbidden = await work.forbidden(row);
      return {};
    }, row.submissions);
    if (forbidden !== undefined) return this.record(work, row, { kind: 'refused', reason: forbidden });
    if (outcome.kind !== 'created') {
      // What only asked cannot have changed anything: it may be asked again, but not at once.
      const waitMs = outcome.kind === 'postponed' ? outcome.waitMs : ASK_AGAIN_MS;
      return this.record(work, row, { kind: 'postponed', reason: outcome.reason, waitMs });
    }
    if (this.clock.now().getTime() - (row.sent_at?.getTime() ?? 0) > LATEST_BEGIN_MS) {
      return this.record(work, row, { kind: 'postponed', reason: 'it took too long to begin', waitMs: 0 });
    }
    await this.record(work, row, await submission(() => work.submit(row), row.submissions));
  }

  private async record({ kind }: StepWork, row: WorkRow, outcome: Submission): Promise<void> {
    const { id, submissions, rounds } = row;
    const move = this.moveFor(outcome, rounds);
    const moved = await this.moves.move(this.database, {
      ...move,
      kind,
      id,
      source: 'answer',
      from: ['sending', 'unknown'],
      submission: submissions,
    });
    const reason = outcome.kind === 'created' ? undefined : outcome.reason;
    const line = {
      event: 'registration.sent',
      kind,
      id,
      submission: submissions,
      outcome: outcome.kind,
      moved,
      reason,
    };
    if (outcome.kind === 'created') this.logger.info(line, 'a registration step was taken by the provider');
    else this.logger.warn(line, 'a registration step was not taken by the provider');
  }

  private moveFor(outcome: Submission, rounds: number): Pick<Move, 'to' | 'reason' | 'columns'> {
    const in_ = (ms: number): Date => new Date(this.clock.now().getTime() + ms);
    switch (outcome.kind) {
      case 'created': {
        const look_at = in_(this.options.silenceMs);
        return { to: 'created', columns: { rounds: rounds + 1, not_before: null, look_at, ...outcome.columns } };
      }
      case 'refused':
        return { to: 'refused', reason: outcome.reason, columns: { look_at: null } };
      case 'postponed':
        return { to: 'requested', reason: outcome.reason, columns: { not_before: in_(outcome.waitMs), look_at: null } };
      case 'unknown':
        return { to: 'unknown', reason: outcome.reason, columns: { look_at: in_(this.options.settle.graceMs) } };
    }
  }
}
