/** A number that must not be sent to. */
export interface Suppression {
  /** E.164 digits. */
  readonly phone: string;
  readonly reason: string;
  /** Who or what said so: `api`, `import`, a keyword… */
  readonly source: string;
  readonly created_at: Date;
}

export interface SuppressionPage {
  readonly objects: readonly Suppression[];
  /** The last phone of this page, or null when there is no more. */
  readonly nextCursor: string | null;
}

export interface SuppressionsAdded {
  readonly added: number;
  /** Numbers that were suppressed before: their first reason stays. */
  readonly known: number;
}
