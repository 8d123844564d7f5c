import { type Sql } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { TOLLFREE_TRANSITIONS, type TollfreeState } from '../domain/tollfree/tollfree-state';
import { TOLLFREE_LOOKS, type TollfreeLooks } from './tollfree-looks';
import { TollfreeRepository } from './tollfree.repository';
import type { ProviderAnswer, Verification } from './tollfree-verification';

const DECIDED: ReadonlySet<TollfreeState> = new Set(['approved', 'rejected']);

/** Writes what the provider said of a verification, whichever way it said it. */
@Injectable()
export class TollfreeAnswers {
  constructor(
    private readonly repository: TollfreeRepository,
    @Inject(TOLLFREE_LOOKS) private readonly looks: TollfreeLooks,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * What a look-up answered: what holds, whatever was believed.
   *
   * @param rounds when it was handed in anew by this very change
   * @returns undefined when the row changed meanwhile; it is looked up again soon
   */
  async apply(before: Verification, answer: ProviderAnswer, rounds = before.rounds): Promise<Verification | undefined> {
    const { uuid, status, reason, content } = answer;
    if (status !== before.state && !TOLLFREE_TRANSITIONS[before.state].includes(status)) {
      const event = { event: 'tollfree.unexpected', id: before.id, from: before.state, to: status };
      this.logger.warn(event, 'the provider shows a verification in a state it should not be in');
      return before;
    }
    return this.write(before, { state: status, reason, uuid, rounds, content });
  }

  /** Of one that the provider does not have any more. */
  async gone(before: Verification): Promise<Verification | undefined> {
    return this.write(before, { state: 'deleted', rounds: before.rounds });
  }

  /** When the provider is asked next, if nothing comes by itself. */
  nextLook(state: TollfreeState): Date | null {
    if (state === 'draft' || state === 'deleted') return null;
    const everyMs = DECIDED.has(state) ? this.looks.decidedEveryMs : this.looks.everyMs;
    return new Date(this.clock.now().getTime() + everyMs);
  }

  /** Says it in the log, and lets the lanes follow. */
  async write(
    before: Verification,
    change: Pick<Parameters<TollfreeRepository['change']>[1], 'state' | 'reason' | 'uuid' | 'rounds' | 'content'>,
    sql?: Sql,
  ): Promise<Verification | undefined> {
    const lookAt = this.nextLook(change.state);
    const after = await this.repository.change(before, { ...change, lookAt }, this.clock.now(), sql);
    if (after === undefined || after.state === before.state) return after;
    const event = { event: 'tollfree.state', id: after.id, from: before.state, to: after.state };
    this.logger.info(event, 'a toll-free verification moved on');
    if (after.state === 'approved' || before.state === 'approved') await this.repository.lanesSoon(sql);
    return after;
  }
}
