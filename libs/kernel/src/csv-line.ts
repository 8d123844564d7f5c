// A spreadsheet runs what begins like this as a formula.
const DANGEROUS = /^[=+\-@\t\r]/;

type Cell = string | number | null;

/** One line of RFC 4180 CSV, newline included. Cells a spreadsheet would run as a formula get a leading apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = DANGEROUS.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
