import type { Command } from 'commander';

export interface ImportFlags {
  readonly phoneColumn?: string;
  readonly countryColumn?: string;
  readonly timeZoneColumn?: string;
  readonly attributeColumns?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly defaultCountry?: string;
  readonly maxRejectRatio?: string;
}

/** How the CSV is to be read; whatever is left out is guessed from the file. */
export function importOptions(command: Command): Command {
  return command
    .option('--phone-column <name>', 'column of the phone numbers')
    .option('--country-column <name>', 'column that says whose numbers need no prefix')
    .option('--time-zone-column <name>', 'column of IANA time zones')
    .option('--attribute-columns <names>', 'columns to keep, separated by commas (all)')
    .option('--delimiter <character>', 'comma, semicolon, tab, pipe, or the character itself')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252')
    .option('--header', 'the first row names the columns')
    .option('--no-header', 'the first row is data; columns are called column_1, column_2 …')
    .option('--default-country <code>', 'whose numbers need no prefix, as in US')
    .option('--max-reject-ratio <share>', 'fail, and keep nothing, when a larger share (0 to 1) is rejected');
}

/** As query parameters of an upload. */
export function importQuery(flags: ImportFlags): Record<string, string | undefined> {
  return {
    phone_column: flags.phoneColumn,
    country_column: flags.countryColumn,
    time_zone_column: flags.timeZoneColumn,
    attribute_columns: flags.attributeColumns,
    delimiter: flags.delimiter,
    encoding: flags.encoding,
    header: flags.header === undefined ? undefined : String(flags.header),
    default_country: flags.defaultCountry,
    max_reject_ratio: flags.maxRejectRatio,
  };
}

/** As the JSON part of a form. */
export function importJson(flags: ImportFlags): Record<string, unknown> {
  const { attribute_columns: columns, max_reject_ratio: ratio, ...others } = importQuery(flags);
  const json = {
    ...others,
    header: flags.header,
    attribute_columns: columns?.split(',').map((name) => name.trim()),
    max_reject_ratio: ratio === undefined ? undefined : Number(ratio),
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}
