import type { Delimiter } from './domain/delimiter';
import type { Encoding } from './domain/encoding';

/** The caller's wishes; whatever is missing is guessed from the file, or taken from the list. */
export interface ImportOptions {
  readonly phone_column?: string | undefined;
  readonly country_column?: string | undefined;
  /** Cells are IANA names such as America/New_York. */
  readonly time_zone_column?: string | undefined;
  /** Columns kept as attributes of the contact; all others when missing. */
  readonly attribute_columns?: readonly string[] | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly encoding?: Encoding | undefined;
  /** Whether the first row names the columns. */
  readonly header?: boolean | undefined;
  /** ISO 3166 alpha-2; whose numbers need no prefix. */
  readonly default_country?: string | undefined;
  /** Share of rejected rows (0 to 1) above which the import fails and leaves nothing behind. */
  readonly max_reject_ratio?: number | undefined;
}

/** What was settled on for one file: stored with the import, so that a resumed run reads it the same way. */
export interface ImportLayout {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** False when the first row is data; its columns are then called column_1, column_2 … */
  readonly header: boolean;
  /** Lines before the header (Excel's `sep=;`). */
  readonly skip_lines: number;
  readonly columns: readonly string[];
  readonly phone_column: string;
  readonly country_column: string | null;
  readonly time_zone_column: string | null;
  readonly attribute_columns: readonly string[];
  readonly default_country: string | null;
  /** A completed import of the same bytes into the same list: this one can add nothing. */
  readonly same_file_as?: number;
  /** Contacts kept without a time zone because theirs is no IANA name. */
  readonly unknown_time_zones?: number;
}
