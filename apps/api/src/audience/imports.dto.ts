import { DELIMITERS, ENCODINGS, type Import, type ImportOptions } from '@herald/audience';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { countryCode } from './lists.dto';

const MAX_COLUMN_CHARS = 500;
const column = z.string().trim().min(1).max(MAX_COLUMN_CHARS);
const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  '\\t': '\t',
  pipe: '|',
};

const delimiter = z
  .string()
  .transform((text) => DELIMITER_NAMES[text.toLowerCase()] ?? text)
  .pipe(z.enum(DELIMITERS, 'expected , ; | tab, or comma, semicolon, pipe'))
  .meta({ description: '`,` `;` `|` or `tab`', example: ';' });
const encoding = z
  .string()
  .toLowerCase()
  .pipe(z.enum(ENCODINGS))
  .meta({ description: ENCODINGS.join(', '), example: 'windows-1252' });

/** What the caller knows better than the guess; every field may be left out. */
const options = {
  phone_column: column.optional().meta({ description: 'Name of the column of phone numbers', example: 'Mobile' }),
  country_column: column
    .optional()
    .meta({ description: 'Column that says whose numbers need no prefix (US, Germany …)' }),
  time_zone_column: column.optional().meta({ description: 'Column of IANA time zones (America/New_York)' }),
  delimiter: delimiter.optional(),
  encoding: encoding.optional(),
  default_country: countryCode.optional().meta({ description: 'Whose numbers need no prefix', example: 'US' }),
};
const ratio = z.number().min(0).max(1);
const RATIO = {
  description: 'The import fails, and leaves nothing behind, when a larger share of its rows is rejected',
};

/** The JSON part `options` of a multipart upload. */
export const importOptionsSchema = z.strictObject({
  ...options,
  attribute_columns: z.array(column).max(500).optional().meta({ description: 'Columns to keep; all when left out' }),
  header: z.boolean().optional().meta({ description: 'Whether the first row names the columns' }),
  max_reject_ratio: ratio.optional().meta(RATIO),
  file_name: z.string().trim().min(1).max(255).optional(),
});

/** The same as query parameters of a `text/csv` upload. */
export class ImportQuery extends createZodDto(
  z.strictObject({
    ...options,
    attribute_columns: z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      )
      .optional()
      .meta({ description: 'Names separated by commas; all columns when left out', example: 'First Name,City' }),
    header: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    max_reject_ratio: z.coerce.number().pipe(ratio).optional().meta(RATIO),
    file_name: z.string().trim().min(1).max(255).optional(),
  }),
) {}

export interface UploadOptions {
  readonly options: ImportOptions;
  readonly fileName: string | undefined;
}

export function uploadOptions(given: z.output<typeof importOptionsSchema>): UploadOptions {
  const { file_name: fileName, ...others } = given;
  return { options: others, fileName };
}

const layout = z.object({
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  header: z.boolean(),
  skip_lines: z.int(),
  columns: z.array(z.string()),
  phone_column: z.string(),
  country_column: z.string().nullable(),
  time_zone_column: z.string().nullable(),
  attribute_columns: z.array(z.string()),
  default_country: z.string().nullable(),
  same_file_as: z.int().optional().meta({ description: 'A completed import of the same file: this one adds nothing' }),
  unknown_time_zones: z
    .int()
    .optional()
    .meta({ description: 'Contacts kept without a time zone: theirs is no IANA name' }),
});

const body = z.object({
  id: z.int().meta({ example: 31 }),
  list_id: z.int().meta({ example: 12 }),
  state: z.enum(['queued', 'running', 'completed', 'failed']),
  file_name: z.string().nullable(),
  bytes_total: z.int(),
  bytes_read: z.int(),
  rows: z.int().meta({ description: 'Always contacts + duplicates + rejects' }),
  contacts: z.int(),
  duplicates: z.int(),
  rejects: z.int(),
  layout,
  error: z
    .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
    .nullable()
    .meta({
      description: 'Why it failed: quote_not_closed, record_too_large, broken_csv, too_many_rejects, file_gone',
    }),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
});

export class ImportDto extends createZodDto(body) {}

export class ImportPageDto extends createZodDto(
  z.object({ objects: z.array(body), next_cursor: z.string().nullable() }),
) {}

export function importBody(found: Import) {
  return {
    id: found.id,
    list_id: found.list_id,
    state: found.state,
    file_name: found.file_name,
    bytes_total: found.bytes_total,
    bytes_read: found.bytes_read,
    rows: found.rows,
    contacts: found.contacts,
    duplicates: found.duplicates,
    rejects: found.rejects,
    layout: found.layout,
    error: found.error,
    created_at: found.created_at,
    started_at: found.started_at,
    finished_at: found.finished_at,
  };
}
