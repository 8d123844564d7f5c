import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoTollfreeVerifications, ProviderError } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { SenderDirectory } from '../directory/sender-directory';
import { SyncTurns } from '../sync-turns';
import { answerOf } from './provider-shapes';
import { TollfreeAnswers } from './tollfree-answers';
import { TOLLFREE_LOOKS, type TollfreeLooks } from './tollfree-looks';
import { TollfreeRepository } from './tollfree.repository';
import type { ProviderAnswer, Verification } from './tollfree-verification';

const AT_ONCE = 10;
const LEASE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Reference: lists look back 30 days at most. */
const LIST_DAYS = 30;

/** Asks the provider what no webhook told, or told twice over. */
@Injectable()
export class TollfreeLookups {
  constructor(
    private readonly repository: TollfreeRepository,
    private readonly provider: PlivoTollfreeVerifications,
    private readonly answers: TollfreeAnswers,
    private readonly directory: SenderDirectory,
    private readonly turns: SyncTurns,
    @Inject(TOLLFREE_LOOKS) private readonly looks: TollfreeLooks,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe in any number of workers at once. */
  async tick(): Promise<void> {
    const due = await this.repository.takeDue(this.clock.now(), LEASE_MS, AT_ONCE);
    for (const verification of due) {
      try {
        await this.look(verification);
      } catch (error) {
        // It keeps its lease as the wait before the next try.
        if (!(error instanceof ProviderError)) throw error;
        this.logger.warn(
          { event: 'tollfree.look', id: verification.id, err: error },
          'a verification was not looked up',
        );
        if (error.kind === 'throttled') return;
      }
    }
    await this.turns.run('tollfree', this.looks.everyMs, () => this.sync());
  }

  /** Takes over what was made elsewhere. */
  async sync(): Promise<void> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - (LIST_DAYS - 1) * DAY_MS);
    for await (const found of this.provider.all({ created__gte: dayOf(since) })) {
      const answer = answerOf(found);
      if (answer === undefined || (await this.isOurs(answer))) continue;
      if (await this.repository.adopt(answer, now, this.answers.nextLook(answer.status))) {
        await this.directory.adopt({ sender: answer.number, type: 'toll_free', country: 'US', mms: false });
        await this.repository.lanesSoon();
      }
    }
  }

  /** One that is being handed in has no uuid yet: it is not taken for another's. */
  private async isOurs({ uuid, number }: ProviderAnswer): Promise<boolean> {
    if ((await this.repository.knownUuids([uuid])).has(uuid)) return true;
    const submitting = await this.repository.list({ number, state: 'submitting', limit: 1 });
    return submitting.length > 0;
  }

  private async look(verification: Verification): Promise<void> {
    if (verification.uuid === null) return this.settle(verification);
    const found = await this.provider.get(verification.uuid);
    const answer = found && answerOf(found);
    if (found === undefined) await this.answers.gone(verification);
    else if (answer !== undefined) await this.answers.apply(verification, answer);
  }

  /** Whether a request of unknown outcome arrived. It was made long ago by now: what the list does not show is not there. */
  private async settle(verification: Verification): Promise<void> {
    if (verification.state !== 'submitting') return;
    const { number, submitted_at: submittedAt } = verification;
    const since = new Date((submittedAt ?? this.clock.now()).getTime() - DAY_MS);
    const { objects } = await this.provider.list({ number, created__gte: dayOf(since) });
    const answers = objects.flatMap((found) => answerOf(found) ?? []);
    const known = await this.repository.knownUuids(answers.map(({ uuid }) => uuid));
    const taken = answers.find(({ uuid, number: of }) => of === number && !known.has(uuid));
    if (taken !== undefined) await this.answers.apply(verification, taken);
    else {
      const reason = 'the provider did not answer, and does not have it: resubmit it';
      await this.answers.write(verification, { state: 'draft', reason });
    }
  }
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
