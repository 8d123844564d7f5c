const UNSUBSCRIBE = 'unsubscribe';
const MOST_WRONG = 2;

/** Whether this is the one long keyword, as people spell it. "subscribe", two letters from it, is its opposite. */
export function isMisspelt(word: string): boolean {
  return word.startsWith('u') && distance(word, UNSUBSCRIBE) <= MOST_WRONG;
}

/** The words with that keyword spelt as it should be. */
export function spelt(words: readonly string[]): string[] {
  return words.map((word) => (isMisspelt(word) ? UNSUBSCRIBE : word));
}

/** Letters put in, left out or changed. */
function distance(word: string, other: string): number {
  if (Math.abs(word.length - other.length) > MOST_WRONG) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(word).entries()) {
    const next = [at + 1];
    for (const [column, wanted] of Array.from(other).entries()) {
      const changed = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? Infinity;
}
