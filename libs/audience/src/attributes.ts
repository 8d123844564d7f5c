import { copyText } from './copy-text';
import type { ImportLayout } from './layout';

// What JSON escapes, and the character zero, which jsonb can't hold.
// eslint-disable-next-line no-control-regex -- these are the ones
const SPECIAL_IN_JSON = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The attributes of contacts as JSON objects in COPY's text format. */
export class AttributeText {
  private readonly columns: readonly { readonly index: number; readonly first: string; readonly next: string }[];

  constructor(layout: ImportLayout) {
    this.columns = layout.attribute_columns.map((name) => {
      const key = copyText(JSON.stringify(name));
      return { index: layout.columns.indexOf(name), first: `{${key}:"`, next: `",${key}:"` };
    });
  }

  /**
   * Adds the text piece by piece: joined once for many rows, the pieces never exist as strings of single rows, which would keep the
   * garbage collector busier than everything else.
   */
  append(cells: readonly string[], pieces: string[]): void {
    let empty = true;
    for (const { index, first, next } of this.columns) {
      const value = cells[index];
      if (value === undefined || value === '') continue;
      pieces.push(empty ? first : next, SPECIAL_IN_JSON.test(value) ? escaped(value) : value);
      empty = false;
    }
    pieces.push(empty ? '\\N' : '"}');
  }
}

function escaped(value: string): string {
  return copyText(JSON.stringify(value.replaceAll('\0', '')).slice(1, -1));
}
