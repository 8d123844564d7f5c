import type { Scope, ScopeKey } from './domain/scope';
import type { SuppressionCause } from './suppression-changes';

/** A number that must not be sent to, within a scope. */
export interface Suppression {
  /** E.164 digits. */
  readonly phone: string;
  readonly scope: Scope;
  /** Empty for everything; else the brand's id, the 10DLC campaign's id, a Powerpack's uuid or a src, our own number. */
  readonly key: string;
  readonly cause: SuppressionCause;
  readonly reason: string;
  /** Who or what said so: `api`, `import`, `reply`… */
  readonly source: string;
  readonly created_at: Date;
}

export interface SuppressionPage {
  readonly objects: readonly Suppression[];
  /** Where the next page begins, or null when there is no more. */
  readonly nextCursor: string | null;
}

export interface SuppressionsAdded {
  readonly added: number;
  /** Numbers that were suppressed before: an operator's first reason stays. */
  readonly known: number;
}

/** What an operator gives with a change. */
export interface OperatorGrounds {
  readonly reason: string;
  readonly source: string;
  /** Whose key it was. */
  readonly actor: string;
}

/** Which suppressions a list is about. */
export interface SuppressionFilter extends Partial<ScopeKey> {
  readonly cause?: SuppressionCause | undefined;
}
