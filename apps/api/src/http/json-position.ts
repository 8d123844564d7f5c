export interface JsonPosition {
  /** Characters before the fault. */
  readonly offset: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * Where a text stops being JSON. V8 tells it only for some faults, so it is searched for: a prefix that may still become JSON
 * fails at its very end, every longer one before it.
 */
export function jsonFaultPosition(text: string): JsonPosition {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (mayContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good);
  return { offset: good, line: before.split('\n').length, column: good - before.lastIndexOf('\n') };
}

function mayContinue(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= prefix.length;
  }
}
