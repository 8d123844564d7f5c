export interface Column {
  /** Empty headings in every column leave out the line. */
  readonly heading?: string;
  readonly align?: 'left' | 'right';
}

interface TableOptions {
  /** Lines are cut to this. */
  readonly width?: number;
  readonly indent?: number;
}

const GAP = 2;

/** Rows as aligned columns. Where a line is too long for the terminal, its end is cut off with `…`. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = Infinity, indent = 2 }: TableOptions = {},
): string[] {
  const headings = columns.map(({ heading = '' }) => heading);
  const lines = headings.some((heading) => heading !== '') ? [headings, ...rows] : rows;
  const widths = columns.map((_, index) => Math.max(0, ...lines.map((cells) => textWidth(cells[index] ?? ''))));
  return lines.map((cells) => {
    const padded = columns.map(({ align = 'left' }, index) => {
      const cell = cells[index] ?? '';
      const space = ' '.repeat((widths[index] ?? 0) - textWidth(cell));
      return align === 'right' ? space + cell : cell + space;
    });
    return cut(' '.repeat(indent) + padded.join(' '.repeat(GAP)).trimEnd(), width);
  });
}

/** Cuts a line to a terminal's width. */
export function cut(line: string, width: number): string {
  const characters = Array.from(line);
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Characters, as a terminal counts most of them. */
export function textWidth(text: string): number {
  return Array.from(text).length;
}
