import { type MessageFacts, NO_FACTS } from '@herald/ledger';

/**
 * What a look for one message showed: its record, or
 * - `nothing`: no record of it
 * - `unclear`: records that may be of it or of another message, or none that could be asked for
 * - `failed`: the provider did not let itself be asked
 */
export type Look = MessageFacts | 'nothing' | 'unclear' | 'failed';

export interface Silence {
  readonly acceptedAt: Date;
  /** In ms after its acceptance the provider gives a message up that still waits. */
  readonly expiryMs: number;
  readonly now: Date;
}

/** After the provider's own expiry. Callbacks are repeated for minutes, records may be late: not for a day. */
const MARGIN_MS = 21 * 3_600_000;
/** Records that cannot be asked for this long are not waited for. */
const PATIENCE_MS = 7 * 86_400_000;

/** From when on the provider can have no news of a message any more. */
export function silenceEnds({ acceptedAt, expiryMs }: Pick<Silence, 'acceptedAt' | 'expiryMs'>): Date {
  return new Date(acceptedAt.getTime() + expiryMs + MARGIN_MS);
}

/**
 * What is to be written of a silent message; undefined = wait. What waits at the provider past its expiry can't be sent any more, and
 * what left no trace never was: `expired`. Where it cannot be told whether it was sent: `sent_no_receipt`, which claims the least.
 */
export function endOfSilence(look: Look, silence: Silence): MessageFacts | undefined {
  const over = silence.now.getTime() - silenceEnds(silence).getTime();
  if (typeof look === 'object' && look.state !== 'queued') return look;
  const closed = (state: MessageFacts['state']): MessageFacts => ({
    ...NO_FACTS,
    state,
    stateAt: silence.now.getTime(),
  });
  if (look === 'failed') return over >= PATIENCE_MS ? closed('sent_no_receipt') : undefined;
  if (look === 'unclear') return over >= 0 ? closed('sent_no_receipt') : undefined;
  if (over >= 0) return closed('expired');
  return look === 'nothing' ? undefined : look;
}
