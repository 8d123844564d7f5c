import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { ProviderError } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import type { StepKind, StepState } from '../domain/tendlc/step';
import { LinkScopes } from './link-scopes';
import { SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import { StepClaims } from './step-claims';
import { type Move, StepMoves } from './step-moves';
import type { Seen, StepWork, WorkRow } from './step-work';
import { TendlcWorks } from './tendlc-works';

const MOST_A_TICK = 20;
/** Look-ups in a row that must not find a thing before it is believed gone, or never to have arrived. */
const ABSENCES_BELIEVED = 2;
/** After a new submission the provider's record may still show how the last one ended. */
const STALE_MS = 15 * 60_000;
/** After a 429 that names no time to wait. */
const THROTTLED_MS = 5_000;

/**
 * Keeps steps in step with the provider: asks about those it has not told of for long (webhooks are lost), those a webhook said
 * something puzzling of, and those whose request may or may not have arrived.
 */
@Injectable()
export class SyncService {
  constructor(
    private readonly database: Database,
    private readonly claims: StepClaims,
    private readonly moves: StepMoves,
    private readonly works: TendlcWorks,
    private readonly scopes: LinkScopes,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many look-ups were made */
  async tick(): Promise<number> {
    let looked = 0;
    for (const work of this.works.all) {
      await this.claims.expire(work);
      for (let row = await this.claims.toLookAt(work); row !== undefined; row = await this.claims.toLookAt(work)) {
        const throttled = await this.lookAt(work, row);
        looked += 1;
        if (throttled || looked >= MOST_A_TICK) return looked;
      }
    }
    return looked;
  }

  /** @returns whether the provider was asked too often: nothing more is asked in this tick */
  private async lookAt(work: StepWork, row: WorkRow): Promise<boolean> {
    try {
      if (row.state === 'unknown') await this.settle(work, row);
      else await (row.ending ? this.end(work, row) : this.compare(work, row));
      return false;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const throttled = error.kind === 'throttled';
      if (throttled) await this.lookLater(work, row, error.retryAfterMs ?? THROTTLED_MS);
      const line = { event: 'registration.look_failed', kind: work.kind, id: row.id, reason: error.message };
      this.logger.warn(line, 'the provider could not be asked about a registration step; it is asked again');
      return throttled;
    }
  }

  /** A look that did not take place: the next one comes soon, and the pauses between looks do not grow by it. */
  private async lookLater({ kind }: StepWork, { id, looks }: WorkRow, waitMs: number): Promise<void> {
    const look_at = new Date(this.clock.now().getTime() + waitMs);
    await this.moves.note(this.database, kind, id, { look_at, looks: Math.max(looks - 1, 0) });
  }

  /** A request whose answer was lost: it is repeated only once two listings have not shown what it would have made. */
  private async settle(work: StepWork, row: WorkRow): Promise<void> {
    const { kind } = work;
    const { id, submissions: submission, rounds } = row;
    const found = await work.find(row);
    const step = { kind, id, source: 'lookup', from: ['unknown'], submission } as const;
    if (found !== undefined) {
      const columns = { rounds: rounds + 1, not_before: null, look_at: this.clock.now(), ...found };
      await this.moves.move(this.database, { ...step, to: 'created', columns });
    } else if (row.absences + 1 >= ABSENCES_BELIEVED) {
      const reason = 'the request did not arrive: the provider’s list does not show it';
      await this.moves.move(this.database, { ...step, to: 'requested', reason, columns: { look_at: null } });
    } else {
      await this.moves.note(this.database, kind, id, { absences: row.absences + 1 });
    }
  }

  private async compare(work: StepWork, row: WorkRow): Promise<void> {
    const seen = await work.look(row);
    const { kind } = work;
    if (seen === undefined) return this.missing(work, row);
    const columns = { ...seen.columns, ...(seen.inHand && row.seen_at === null ? { seen_at: this.clock.now() } : {}) };
    if (seen.to === undefined || seen.to === row.state || this.mayBeStale(row, seen)) {
      await this.moves.note(this.database, kind, row.id, { ...columns, absences: 0 });
      return;
    }
    const { to, reason } = seen;
    await this.apply(kind, { id: row.id, from: row.state, to, reason, columns });
  }

  /** What an operator no longer wants. The provider may have reasons against it, which are shown. */
  private async end(work: StepWork, row: WorkRow): Promise<void> {
    const { kind } = work;
    try {
      await work.end(row);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.kind === 'throttled') throw error;
      const refused = error.kind === 'invalid' || error.kind === 'not_allowed' || error.kind === 'refused';
      const soon = new Date(this.clock.now().getTime() + this.options.silenceMs);
      if (refused) await this.moves.note(this.database, kind, row.id, { ending: false, reason: error.message });
      else if (error.kind !== 'not_found') await this.moves.note(this.database, kind, row.id, { look_at: soon });
      if (error.kind !== 'not_found') return;
    }
    const columns = { look_at: null, ending: false };
    await this.apply(kind, { id: row.id, from: row.state, to: 'deleted', reason: 'an operator asked for it', columns });
  }

  private async missing({ kind }: StepWork, { id, absences, state }: WorkRow): Promise<void> {
    if (absences + 1 < ABSENCES_BELIEVED) return this.moves.note(this.database, kind, id, { absences: absences + 1 });
    const to = kind === 'link' ? 'failed' : 'deleted';
    const reason = 'the provider has it no more';
    await this.apply(kind, { id, from: state, to, reason, columns: { look_at: null } });
  }

  private async apply(
    kind: StepKind,
    { from, ...move }: Pick<Move, 'id' | 'to' | 'reason' | 'columns'> & { readonly from: StepState },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const moved = await this.moves.move(tx, { ...move, kind, source: 'lookup', from: [from] });
      if (moved && kind === 'link') await this.scopes.refresh(tx, move.id);
    });
  }

  private mayBeStale({ state, rounds, seen_at: seenAt, sent_at: sentAt }: WorkRow, { to }: Seen): boolean {
    if (state !== 'created' || rounds < 2 || seenAt !== null || (to !== 'rejected' && to !== 'failed')) return false;
    return this.clock.now().getTime() - (sentAt?.getTime() ?? 0) < STALE_MS;
  }
}
