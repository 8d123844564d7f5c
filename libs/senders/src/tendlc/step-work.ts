import type { StepKind, StepState } from '../domain/tendlc/step';
import type { Columns, StepRow } from './step-tables';

/** A step with what it builds on. */
export interface WorkRow extends StepRow {
  /** The provider's id of what it builds on: a brand's profile, a campaign's brand, a link's campaign. */
  readonly parent: string | null;
}

/** What a look-up told of a step. */
export interface Seen {
  /** Where it stands; undefined: as before, or that cannot be told. */
  readonly to?: StepState | undefined;
  readonly reason?: string | undefined;
  readonly columns: Columns;
  /** The provider has it in hand: what it says next is about the newest round. */
  readonly inHand: boolean;
}

/** What is particular to one kind of step. Requests to the provider throw ProviderError. */
export interface StepWork<Row extends WorkRow = WorkRow> {
  readonly kind: StepKind;
  /** SQL: where to find what the step `s` builds on, its id at the provider, and when that is ready. */
  readonly parent: { readonly join: string; readonly id: string; readonly ready: string };
  /** A rule that can only be checked now. @returns why it must not be sent */
  forbidden(row: Row): Promise<string | undefined>;
  /** The one request. @returns what its answer brings */
  submit(row: Row): Promise<Columns>;
  /** Looks for a request whose answer was lost. @returns what the answer would have brought; undefined: it is not there */
  find(row: Row): Promise<Columns | undefined>;
  /** @returns undefined: the provider has no such thing (any more) */
  look(row: Row): Promise<Seen | undefined>;
  /** Deletes it at the provider, for ever; a repetition does no harm. */
  end(row: Row): Promise<void>;
}
