// A spreadsheet runs what begins like this as a formula.
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One cell of a CSV that people open in spreadsheets: never run as a formula, quoted where needed. */
export function safeCell(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function safeLine(cells: readonly string[]): string {
  return `${cells.map(safeCell).join(',')}\r\n`;
}
