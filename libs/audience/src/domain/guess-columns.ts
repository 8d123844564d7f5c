import { isCountryName, isTimeZoneName, phoneNameScore } from './column-names';

export interface ColumnGuess {
  readonly phone: number | undefined;
  readonly country: number | undefined;
  readonly timeZone: number | undefined;
}

/** Judges of single cells, made by whoever knows numbering plans and countries. */
export interface CellJudges {
  readonly isPhone: (cell: string) => boolean;
  readonly isCountry: (cell: string) => boolean;
  readonly isTimeZone: (cell: string) => boolean;
}

type Rows = readonly (readonly string[])[];

// Without a telling name a column must hold little else than phones.
const SURE_SHARE = 0.8;
const LIKELY_SHARE = 0.5;

/** A header's cells are names; a phone number among them means that the file has no header. */
export function hasHeader(firstRow: readonly string[], judges: CellJudges): boolean {
  return !firstRow.some((cell) => judges.isPhone(cell));
}

/** Which column is which, by its name first and by what its cells hold second. */
export function guessColumns(columns: readonly string[], rows: Rows, judges: CellJudges): ColumnGuess {
  const share = columns.map((_, index) => shareOf(rows, index, judges.isPhone));
  const find = (isNamed: (name: string) => boolean, isValue: (cell: string) => boolean) => {
    const index = columns.findIndex((name, at) => isNamed(name) && (shareOf(rows, at, isValue) ?? 1) >= LIKELY_SHARE);
    return index === -1 ? undefined : index;
  };
  return {
    phone: phoneColumn(columns, share),
    country: find(isCountryName, judges.isCountry),
    timeZone: find(isTimeZoneName, judges.isTimeZone),
  };
}

function phoneColumn(columns: readonly string[], share: readonly (number | undefined)[]): number | undefined {
  const named = columns
    .map((name, index) => ({ index, score: phoneNameScore(name), share: share[index] ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => likelihood(b) - likelihood(a) || b.share - a.share || a.index - b.index);
  const [best] = named;
  const sure = share.flatMap((value, index) => ((value ?? 0) >= SURE_SHARE ? [index] : []));
  if (best !== undefined && (best.share > 0 || sure.length !== 1)) return best.index;
  return sure.length === 1 ? sure[0] : undefined;
}

/** A mobile-like name wins over a phone-like one unless its cells say otherwise. */
function likelihood({ score, share }: { score: number; share: number }): number {
  return score + (share >= LIKELY_SHARE ? 3 : 0) + (share > 0 ? 1 : 0);
}

/** Share of the cells that are not empty; undefined when all are. */
function shareOf(rows: Rows, index: number, judge: (cell: string) => boolean): number | undefined {
  const cells = rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
  return cells.length === 0 ? undefined : cells.filter(judge).length / cells.length;
}
