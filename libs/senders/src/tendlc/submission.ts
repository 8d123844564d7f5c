import { ProviderError } from '@herald/provider';
import type { Columns } from './step-tables';

/** What became of a request to the provider. */
export type Submission =
  | { readonly kind: 'created'; readonly columns: Columns }
  /** Nothing was made, and nothing will be of the same request. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing was made; the same request may succeed later. */
  | { readonly kind: 'postponed'; readonly reason: string; readonly waitMs: number }
  | { readonly kind: 'unknown'; readonly reason: string };

const FIRST_WAIT_MS = 5_000;
const MOST_DOUBLINGS = 6;
/** Credentials and credit are put right by a person. */
const ACCOUNT_WAIT_MS = 300_000;
const PAYMENT_REQUIRED = 402;

/** @param attempt how often it was claimed, from 1. Rejects for anything but a ProviderError. */
export async function submission(request: () => Promise<Columns>, attempt: number): Promise<Submission> {
  try {
    return { kind: 'created', columns: await request() };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return outcomeOf(error, attempt);
  }
}

function outcomeOf(error: ProviderError, attempt: number): Submission {
  const reason = error.message;
  if (error.mayHaveHappened) return { kind: 'unknown', reason };
  if (error.kind === 'unreachable' || error.kind === 'throttled') {
    const backoff = FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, MOST_DOUBLINGS);
    return { kind: 'postponed', reason, waitMs: Math.max(backoff, error.retryAfterMs ?? 0) };
  }
  const account = error.kind === 'unauthorised' || error.kind === 'forbidden' || error.status === PAYMENT_REQUIRED;
  return account ? { kind: 'postponed', reason, waitMs: ACCOUNT_WAIT_MS } : { kind: 'refused', reason };
}
