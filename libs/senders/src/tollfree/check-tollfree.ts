import { AppError } from '@herald/kernel';
import { rejectedBefore, type TollfreeContent, tollfreeFaults } from '../domain/tollfree/tollfree-rules';
import { DELETABLE, EDITABLE, editableUntil } from '../domain/tollfree/tollfree-state';
import type { Verification } from './tollfree-verification';

/** As a caller gives it: a number in any writing. */
export type TollfreeInput = Omit<TollfreeContent, 'additional_information' | 'extra_data'> & {
  readonly additional_information?: string | undefined;
  readonly extra_data?: string | undefined;
};

/** @throws AppError invalid `verification_invalid`, with every fault */
export function contentOf(input: TollfreeInput): TollfreeContent {
  const content: TollfreeContent = {
    number: input.number.replace(/[\s+().-]/g, ''),
    profile_uuid: input.profile_uuid,
    usecase: input.usecase,
    usecase_summary: input.usecase_summary,
    message_sample: input.message_sample,
    optin_image_url: input.optin_image_url,
    optin_type: input.optin_type,
    volume: input.volume,
    additional_information: input.additional_information ?? '',
    extra_data: input.extra_data ?? '',
  };
  const details = tollfreeFaults(content);
  if (details.length === 0) return content;
  const message = `${details.map((each) => `${each.field} ${each.message}`).join('; ')}.`;
  throw new AppError('invalid', 'verification_invalid', message, { details });
}

/** @throws AppError conflict `verification_open`, `usecase_rejected` */
export function assertHandIn(
  { number, usecase }: TollfreeContent,
  { open, rejected }: { readonly open: Verification | undefined; readonly rejected: readonly string[][] },
): void {
  if (open !== undefined) {
    const what = open.state === 'approved' ? 'is verified already' : `has one that is ${open.state}`;
    const message = `The number …${number.slice(-4)} ${what} (verification ${open.id}): edit or withdraw that one.`;
    throw new AppError('conflict', 'verification_open', message);
  }
  if (rejectedBefore(usecase, rejected)) {
    const message =
      `The carriers rejected ${usecase.join(', ')} for this number, and a rejected use case cannot be handed in again: ` +
      'give another usecase, or use another number.';
    throw new AppError('conflict', 'usecase_rejected', message, { details: [{ field: 'usecase', message }] });
  }
}

/** @throws AppError conflict `verification_state` */
export function assertEditable({ state, state_at: since }: Verification, now: Date): void {
  if (!EDITABLE.includes(state)) {
    const next = state === 'rejected' ? ' Resubmit it with another use case.' : '';
    const message = `The verification is ${state}: the provider takes changes only while it is submitted or update_required.${next}`;
    throw new AppError('conflict', 'verification_state', message);
  }
  const until = editableUntil(state, since);
  if (until === null || now <= until) return;
  const message = `The carriers took changes until ${until.toISOString()}, six days after they asked for them: wait for their decision, or withdraw it.`;
  throw new AppError('conflict', 'verification_state', message);
}

/** @throws AppError conflict `verification_state` */
export function assertDeletable({ state }: Verification): void {
  if (DELETABLE.includes(state)) return;
  const message = `The verification is ${state}: the provider deletes only what is submitted, processing or update_required.`;
  throw new AppError('conflict', 'verification_state', message);
}

/** @throws AppError precondition_failed `version_mismatch` */
export function assertVersion({ version }: { readonly version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  const message = `It is at version ${version}, you have ${seen}: read it again and repeat your change.`;
  throw new AppError('precondition_failed', 'version_mismatch', message);
}
