import type { ProviderStatus, TollfreeState } from '../domain/tollfree/tollfree-state';
import type { TollfreeContent } from '../domain/tollfree/tollfree-rules';

/** A verification as its table has it; times in UTC. */
export interface Verification extends TollfreeContent {
  readonly id: number;
  /** The provider's; null until it is known to have it. */
  readonly uuid: string | null;
  readonly state: TollfreeState;
  /** Why it was rejected, refused, or is to be changed. */
  readonly reason: string | null;
  /** How often it was handed in. */
  readonly rounds: number;
  /** The rejected one that this one follows. */
  readonly follows: number | null;
  readonly state_at: Date;
  readonly submitted_at: Date | null;
  readonly look_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
}

/** What the provider says of one at the moment. */
export interface ProviderAnswer {
  readonly uuid: string;
  readonly number: string;
  readonly status: ProviderStatus;
  readonly reason: string | null;
  /** What it has of it; what it does not show is undefined. */
  readonly content: Partial<TollfreeContent>;
}
