import { afterFailure, Database, GroupCommitter, nameOfFailure, type Transaction } from '@herald/database';
import { applyRollups, type BatchChanges, transitionBatches } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import type { SendOutcome } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import type { SendDecision } from '../domain/send-decision';
import { Holds } from '../holding/holds';
import { acceptBatch } from './accept-batch';
import { type Acceptance, acceptGroup } from './accept-group';
import { overtaken, type Recorded } from './recorded';
import type { ClaimedBatch } from './send-batch';
import { pauseCampaign } from './stop-others';
import { groupOf } from './ticket';

export interface Attempt {
  readonly batch: ClaimedBatch;
  readonly outcome: SendOutcome;
  readonly decision: SendDecision;
  /** When the answer was there. */
  readonly at: Date;
}

@Injectable()
export class OutcomeRepository {
  private readonly acceptances: GroupCommitter<Acceptance, boolean>;

  constructor(
    private readonly database: Database,
    private readonly holds: Holds,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.acceptances = groupOf((group) => this.acceptAll(group));
  }

  /** Writes what became of an attempt: batch, messages, rollups and whoever else it stops, all or nothing. */
  async record(attempt: Attempt): Promise<Recorded> {
    const { batch, outcome, at } = attempt;
    const plain = outcome.kind === 'accepted' && outcome.invalidNumbers.length === 0;
    if (plain && (await this.acceptances.submit({ batch, outcome, at }))) return 'moved';
    // The hold first: a batch that came back must not be fed again before it.
    if (outcome.kind === 'refused') await this.holds.refused(attempt.decision.halt, batch.country, outcome);
    return this.recordAlone(attempt);
  }

  /** A group that fails is written one by one, so that an answer Postgres will not have keeps nobody else's from being written. */
  private async acceptAll(group: readonly Acceptance[]): Promise<(boolean | Error)[]> {
    try {
      const accepted = await this.database.transaction((tx) => acceptGroup(tx, group));
      return group.map(({ batch }) => accepted.has(batch.id));
    } catch (error) {
      // Conflicts pass, and a Postgres that is away is away for each of them: the senders come again.
      if (afterFailure(error) !== 'one_by_one') throw error;
      return this.acceptOneByOne(group, error);
    }
  }

  private async acceptOneByOne(group: readonly Acceptance[], cause: unknown): Promise<(boolean | Error)[]> {
    const [first, ...others] = group;
    if (first === undefined) return [];
    if (others.length === 0) return [await this.acceptBarely(first, cause)];
    const results: (boolean | Error)[] = [];
    // What is written stays written when Postgres goes away in between: only the rest has to come again.
    for (const each of group) {
      const result = await this.acceptAll([each]).catch((error: unknown) => [asError(error)]);
      results.push(...result);
    }
    return results;
  }

  /** That the provider took it is the one thing that must not be lost: what it said beside that can be. */
  private async acceptBarely(acceptance: Acceptance, cause: unknown): Promise<boolean | Error> {
    const { batch, outcome } = acceptance;
    this.logger.error(
      { event: 'send.answer_unrecordable', batch_id: batch.id, cause: nameOfFailure(cause) },
      'an answer could not be stored: the batch is accepted without its UUIDs',
    );
    const bare = { ...acceptance, outcome: { ...outcome, apiId: undefined, messageUuids: [] } };
    try {
      return (await this.database.transaction((tx) => acceptGroup(tx, [bare]))).has(batch.id);
    } catch (error) {
      return asError(error);
    }
  }

  private async recordAlone(attempt: Attempt): Promise<Recorded> {
    return this.database.transaction(async (tx) => {
      const { batch, outcome, decision, at } = attempt;
      // The lock order everywhere: campaigns, batches by id, messages, rollups.
      if (outcome.kind === 'refused' && decision.halt === 'campaign') {
        await pauseCampaign(tx, batch.campaignId, outcome);
      }
      const recorded =
        outcome.kind === 'accepted' ? await acceptBatch(tx, batch, outcome, at) : await move(tx, attempt);
      if (recorded === 'moved' || recorded === 'overtaken') {
        const request = { campaignId: batch.campaignId, outcome: outcome.kind, at };
        await applyRollups(tx, { requests: [{ ...request, requests: 1, messages: batch.destinations.length }] });
      }
      return recorded;
    });
  }
}

/** Every outcome but acceptance: only the holder of this attempt's fence may write it. */
async function move(tx: Transaction, { batch, outcome, decision, at }: Attempt): Promise<Recorded> {
  const [moved] = await transitionBatches(tx, {
    ids: [batch.id],
    fence: batch.fence,
    // Even after the lease: an answer says for certain that this attempt was not taken.
    from: decision.to === 'unknown' ? ['sending'] : ['sending', 'unknown'],
    to: decision.to,
    set: changes(outcome, decision, at),
  });
  if (moved === undefined) return (await overtaken(tx, batch)) ? 'overtaken' : 'kept';
  return moved.from === 'unknown' ? 'late' : 'moved';
}

function changes(outcome: SendOutcome, decision: SendDecision, at: Date): BatchChanges {
  const { waitMs, attemptsBy, setbacks } = decision;
  const status = 'httpStatus' in outcome ? outcome.httpStatus : undefined;
  return {
    attemptsBy,
    setbacks,
    ...(status === undefined ? {} : { httpStatus: status }),
    ...('error' in outcome ? { error: outcome.error } : 'cause' in outcome ? { error: outcome.cause } : {}),
    ...(waitMs === undefined ? {} : { notBefore: new Date(at.getTime() + waitMs) }),
    ...(decision.to === 'refused' ? { finishedAt: at } : {}),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
