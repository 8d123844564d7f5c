import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { PlivoTollfreeVerifications, ProviderError } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { type TollfreeContent } from '../domain/tollfree/tollfree-rules';
import { SenderDirectory } from '../directory/sender-directory';
import { providerProblem } from '../provider-problem';
import {
  assertDeletable,
  assertEditable,
  assertHandIn,
  assertVersion,
  contentOf,
  type TollfreeInput,
} from './check-tollfree';
import { answerOf, changesOf, requestOf } from './provider-shapes';
import { TollfreeAnswers } from './tollfree-answers';
import { TOLLFREE_LOOKS, type TollfreeLooks } from './tollfree-looks';
import { TollfreeRepository, type VerificationFilter } from './tollfree.repository';
import type { Verification } from './tollfree-verification';

export const TOLLFREE_CALLBACK_URL = Symbol('TOLLFREE_CALLBACK_URL');

/** What may be changed; the number may not. */
export type TollfreeChanges = Partial<Omit<TollfreeInput, 'number'>>;

/** Toll-free verifications as an operator handles them. Nothing is asked of the provider that its reference says it would refuse. */
@Injectable()
export class TollfreeDesk {
  constructor(
    private readonly repository: TollfreeRepository,
    private readonly provider: PlivoTollfreeVerifications,
    private readonly answers: TollfreeAnswers,
    private readonly directory: SenderDirectory,
    @Inject(TOLLFREE_CALLBACK_URL) private readonly callbackUrl: string,
    @Inject(TOLLFREE_LOOKS) private readonly looks: TollfreeLooks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Hands one in. What the provider refuses stays as a draft, with its reason.
   *
   * @throws AppError invalid `verification_invalid`; conflict `verification_open`, `usecase_rejected`, `provider_refused`; unavailable
   * `provider_unavailable`
   */
  async create(input: TollfreeInput): Promise<Verification> {
    return this.handIn(await this.draft(contentOf(input), null));
  }

  /**
   * Another one in place of one that was rejected, or a draft once more; with changes.
   *
   * @throws AppError as `create`; not_found `verification_not_found`; conflict `verification_state`
   */
  async resubmit(id: number, changes: TollfreeChanges): Promise<Verification> {
    const before = await this.get(id);
    if (before.state === 'draft') return this.handIn(await this.editDraft(before, changes));
    if (before.state !== 'rejected') {
      const message = `The verification is ${before.state}: only a draft or a rejected one is handed in again. Edit it instead while it may be edited.`;
      throw new AppError('conflict', 'verification_state', message);
    }
    return this.handIn(await this.draft(contentOf(merged(before, changes)), before.id));
  }

  /** @throws AppError not_found `verification_not_found` */
  async get(id: number): Promise<Verification> {
    const found = await this.repository.find(id);
    if (found !== undefined) return found;
    throw new AppError('not_found', 'verification_not_found', `There is no toll-free verification ${id}.`);
  }

  /** Newest first. */
  list(filter: VerificationFilter): Promise<Verification[]> {
    return this.repository.list(filter);
  }

  /**
   * Changes one the provider has, which hands it in again, or a draft.
   *
   * @param version that was read; undefined is whatever there is
   * @throws AppError conflict `verification_state`; precondition_failed `version_mismatch`; and as `create`
   */
  async edit(id: number, version: number | undefined, changes: TollfreeChanges): Promise<Verification> {
    const before = await this.get(id);
    assertVersion(before, version);
    assertEditable(before, this.clock.now());
    if (before.uuid === null) return this.editDraft(before, changes);
    const content = contentOf(merged(before, changes));
    await this.assertNew(content, before.id);
    const { uuid } = before;
    // Should this process die after the request, the provider is asked what became of it.
    const claimed = await this.claim(before);
    await this.provider.update(uuid, changesOf(content, this.callbackUrl)).catch((error: unknown) => {
      throw providerProblem(error, 'change the verification');
    });
    const rounds = claimed.rounds + 1;
    const found = await this.provider.get(uuid).catch(() => undefined);
    const answer = found && answerOf(found);
    // It took the change; only what it made of it is not known yet.
    const after =
      answer === undefined
        ? await this.answers.write(claimed, { state: claimed.state, rounds, content })
        : await this.answers.apply(claimed, { ...answer, content: { ...content, ...answer.content } }, rounds);
    return after ?? this.get(id);
  }

  /** Withdraws one, or throws a draft away. @throws AppError conflict `verification_state`, `provider_refused`… */
  async remove(id: number, version: number | undefined): Promise<void> {
    const before = await this.get(id);
    assertVersion(before, version);
    assertDeletable(before);
    const claimed = await this.claim(before);
    if (claimed.uuid !== null) {
      await this.provider.delete(claimed.uuid).catch((error: unknown) => {
        // What is not there need not be withdrawn.
        if (!(error instanceof ProviderError) || error.kind !== 'not_found') {
          throw providerProblem(error, 'withdraw the verification');
        }
      });
    }
    await this.answers.gone(claimed);
  }

  private async draft(content: TollfreeContent, follows: number | null): Promise<Verification> {
    await this.assertNew(content, null);
    const draft = await this.repository.insert(content, follows, this.clock.now());
    if (draft !== undefined) return draft;
    const message = 'Another verification of this number is being handed in this moment: list it, and edit that one.';
    throw new AppError('conflict', 'verification_open', message);
  }

  private async assertNew(content: TollfreeContent, id: number | null): Promise<void> {
    assertHandIn(content, await this.repository.others(content.number, id));
  }

  private async editDraft(before: Verification, changes: TollfreeChanges): Promise<Verification> {
    const content = contentOf(merged(before, changes));
    await this.assertNew(content, before.id);
    return this.must(await this.repository.change(before, { state: 'draft', lookAt: null, content }, this.clock.now()));
  }

  private async handIn(draft: Verification): Promise<Verification> {
    const now = this.clock.now();
    const lookAt = new Date(now.getTime() + this.looks.settleMs);
    const submitting = { state: 'submitting', reason: null, rounds: 1, submittedAt: now, lookAt } as const;
    const before = this.must(await this.repository.change(draft, submitting, now));
    await this.directory.adopt({ sender: before.number, type: 'toll_free', country: 'US', mms: false });
    try {
      const { uuid } = await this.provider.create(requestOf(before, this.callbackUrl));
      const taken = await this.answers.write(before, { state: 'submitted', uuid });
      // A webhook was faster.
      return taken ?? (await this.get(before.id));
    } catch (error) {
      if (!(error instanceof ProviderError) || error.mayHaveHappened) {
        if (error instanceof ProviderError) return this.get(before.id);
        throw error;
      }
      await this.answers.write(before, { state: 'draft', reason: error.message });
      throw providerProblem(error, `take the verification (kept as draft ${before.id}: change it, and resubmit it)`);
    }
  }

  private async claim(before: Verification): Promise<Verification> {
    const lookAt = new Date(this.clock.now().getTime() + this.looks.settleMs);
    return this.must(await this.repository.change(before, { state: before.state, lookAt }, this.clock.now()));
  }

  private must(after: Verification | undefined): Verification {
    if (after !== undefined) return after;
    throw new AppError('precondition_failed', 'version_mismatch', 'Somebody changed it meanwhile: read it again.');
  }
}

function merged(before: Verification, changes: TollfreeChanges): TollfreeInput {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...before, ...given };
}
