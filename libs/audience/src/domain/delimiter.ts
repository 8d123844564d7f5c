export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Excel's own hint, a first line such as `sep=;`. */
export function separatorLine(text: string): Delimiter | undefined {
  const match = /^\ufeff?"?sep=(.)"?\r?\n/i.exec(text);
  return DELIMITERS.find((delimiter) => delimiter === match?.[1]);
}

/**
 * The delimiter under which the first records look most like a table: many columns, and as many in each row as in the first.
 *
 * @param records the first records as read with each delimiter; the first is the header or, without one, a row
 */
export function chooseDelimiter(records: ReadonlyMap<Delimiter, readonly (readonly string[])[]>): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = tableScore(records.get(delimiter) ?? []);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function tableScore([first = [], ...others]: readonly (readonly string[])[]): number {
  if (first.length < 2) return 0;
  const alike = others.filter((record) => record.length === first.length).length;
  const consistency = others.length === 0 ? 1 : alike / others.length;
  return consistency * (1 + Math.log2(first.length));
}
