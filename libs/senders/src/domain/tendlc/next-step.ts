import type { ProblemDetail } from '@herald/kernel';
import { isLinked, type Registration, type RequestedKind } from './registration';
import type { StepKind } from './step';

export interface NextStep {
  /** `none`: it is complete. */
  readonly action: 'fill_in' | 'submit' | 'correct' | 'wait' | 'add_numbers' | 'relink' | 'start_over' | 'none';
  /** The step it is about. */
  readonly step: StepKind;
  readonly message: string;
}

const WAITS: Readonly<Record<string, string>> = {
  requested: 'waits to be sent: a worker does that as soon as what it builds on is there',
  sending: 'is being sent',
  unknown: 'was sent, but the answer was lost: the provider’s list is searched for it before anything is repeated',
  created: 'is with the provider: the registry decides, and its webhook says how',
};

/** Of a campaign that was registered elsewhere. */
const REMEDIES: Readonly<Record<string, string>> = {
  refused: 'Put that right where it was registered, and submit again.',
  rejected: 'Put that right where it was registered; the provider is asked about it once a day, and by a refresh.',
};

/** What is to be done for it to go on, the first thing first. */
export function nextStep(
  registration: Registration,
  open: readonly RequestedKind[],
  errors: readonly ProblemDetail[],
): NextStep {
  const { profile, brand, campaign } = registration;
  for (const [step, at] of [
    ['profile', profile],
    ['brand', brand],
    ['campaign', campaign],
  ] as const) {
    if (at?.ending === true) return { action: 'wait', step, message: `The ${step} is being deleted at the provider.` };
    if (at === null || at.state === 'registered') continue;
    // A brand that is registered goes on without it.
    if (step === 'profile' && at.state === 'deleted' && brand.state === 'registered') continue;
    if (at.state === 'expired' || at.state === 'deleted') {
      return { action: 'start_over', step, message: `The ${step} is ${at.state}: make a new registration.` };
    }
    const fault = errors.find(({ field }) => field?.startsWith(`${step}.`));
    if (fault !== undefined && open.includes(step))
      return { action: 'fill_in', step, message: `${fault.field ?? ''} ${fault.message}` };
    if (at.state === 'refused' || at.state === 'rejected') {
      const reason = at.reason ?? 'no reason was given';
      const elsewhere = step === 'campaign' && campaign.imported ? REMEDIES[at.state] : undefined;
      const remedy = elsewhere ?? 'Correct it and submit again.';
      return { action: 'correct', step, message: `The ${step} is ${at.state}: ${reason}. ${remedy}` };
    }
    const wait = at.state === 'created' && step === 'profile' ? undefined : WAITS[at.state];
    if (wait !== undefined) return { action: 'wait', step, message: `The ${step} ${wait}.${why(at.reason)}` };
    if (at.state === 'draft' && errors.length === 0)
      return { action: 'submit', step, message: 'Everything is filled in: submit it.' };
  }
  return numbersNext(registration);
}

function numbersNext({ numbers, campaign }: Registration): NextStep {
  const failed = numbers.find(({ state }) => state === 'failed' || state === 'refused');
  if (failed !== undefined) {
    const what = failed.direction === 'link' ? 'linked' : 'unlinked';
    const reason = failed.reason ?? 'no reason was given';
    return { action: 'relink', step: 'link', message: `A number could not be ${what}: ${reason}. Ask for it again.` };
  }
  const pending = numbers.filter(({ state }) => state !== 'success').length;
  if (pending > 0) {
    return {
      action: 'wait',
      step: 'link',
      message: `${pending} numbers are being linked or unlinked: the operators decide.`,
    };
  }
  if (numbers.some(isLinked)) return { action: 'none', step: 'link', message: 'It is complete: its numbers may send.' };
  const message = campaign.state === 'registered' ? 'Link numbers to it: it cannot send without.' : 'Name its numbers.';
  return { action: 'add_numbers', step: 'link', message };
}

function why(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}
