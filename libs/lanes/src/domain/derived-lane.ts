import type { Lane } from './lane';

/** A lane that follows from what is registered, and not from anybody's word. */
export type DerivedLane = Pick<Lane, 'kind' | 'key' | 'channel' | 'amount' | 'windowMs' | 'brand' | 'source'>;

/** How the source of such a row begins. An operator who changes one gives it another source, and it is theirs from then on. */
export const DERIVED = 'derived: ';

/** Whether nobody has set this row's amount by hand: it was derived, or is there only to be held. */
function isNobodys({ source, amount }: Pick<Lane, 'source' | 'amount'>): boolean {
  return source.startsWith(DERIVED) || (amount === null && source.startsWith('held by '));
}

export interface DerivedChanges {
  readonly write: readonly DerivedLane[];
  /** Ids of rows that follow from nothing any more. */
  readonly remove: readonly number[];
}

/**
 * What makes the rows say what is derived. Rows an operator set stay, and where one of theirs limits a sender everywhere, none is derived
 * for it by country: they meant that one.
 */
export function derivedChanges(rows: readonly Lane[], wanted: readonly DerivedLane[]): DerivedChanges {
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  const operated = (name: string): boolean => {
    const row = byName.get(name);
    return row !== undefined && !isNobodys(row);
  };
  const due = wanted
    .map((lane) => ({ ...lane, source: DERIVED + lane.source }))
    .filter((lane) => !operated(nameOf(lane)) && !operated(nameOf({ ...lane, key: everywhere(lane) })));
  const names = new Set(due.map(nameOf));
  return {
    write: due.filter((lane) => !isSame(byName.get(nameOf(lane)), lane)),
    remove: rows.filter((row) => row.source.startsWith(DERIVED) && !names.has(nameOf(row))).map(({ id }) => id),
  };
}

function everywhere({ kind, key }: Pick<Lane, 'kind' | 'key'>): string {
  return kind === 'sender' ? key.replace(/\/[A-Z]{2}$/, '') : key;
}

function isSame(row: Lane | undefined, lane: DerivedLane): boolean {
  if (row === undefined) return false;
  const { amount, windowMs, brand, source } = row;
  return amount === lane.amount && windowMs === lane.windowMs && brand === lane.brand && source === lane.source;
}

function nameOf({ kind, key, channel }: Pick<Lane, 'kind' | 'key' | 'channel'>): string {
  return `${kind}:${key}:${channel}`;
}
