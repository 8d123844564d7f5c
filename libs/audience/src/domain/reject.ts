/**
 * Why a row did not become a contact, or became a contact that was there already. Codes are stable: callers filter by them.
 * The texts say what to do about it.
 */
export const ROW_CODES = {
  phone_missing: 'The row has no phone number.',
  not_a_phone: 'The cell holds something else than a phone number. Put the number alone into it.',
  phone_too_short: 'The number has too few digits. Add the missing ones.',
  phone_too_long: 'The number has too many digits. Check whether two numbers have run together.',
  scientific_notation:
    'A spreadsheet has rounded the number (as in 1.41556E+10) and its last digits are lost. ' +
    'Format the column as text in the source and export it again.',
  two_numbers: 'The cell holds more than one number. Keep one of them.',
  no_country:
    'The number has no country prefix and no country is known for it. ' +
    'Write it with + and the country code, or import with default_country or country_column.',
  country_unknown:
    'The number has no country prefix and the country of its row is not a known one. ' +
    'Use a two-letter code such as US, or write the number with + and the country code.',
  unknown_country_code: 'No country has the number’s country code. Check the digits after the +.',
  not_a_mobile: 'The number belongs to a landline or a service and can’t receive text messages.',
  invalid_number: 'No mobile number of its country looks like this. Check its digits.',
  too_many_cells: 'The row has more cells than the header has columns. Put cells that hold the delimiter into quotes.',
  cell_too_large: 'A cell of the row is larger than 64 KB. It was cut in this list.',
  duplicate_in_file: 'The number was already in this file.',
  already_in_list: 'The number was already in the list.',
} as const;

export type RowCode = keyof typeof ROW_CODES;
export type DuplicateCode = 'duplicate_in_file' | 'already_in_list';
export type RejectCode = Exclude<RowCode, DuplicateCode>;
