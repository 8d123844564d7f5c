export interface Day {
  /** `2026-11-22`. */
  readonly name: string;
  readonly start: Date;
  readonly end: Date;
}

const HOUR_MS = 3_600_000;
const WALL = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The day whose midnights are Pacific: carriers' daily caps start anew then. It has 23 or 25 hours twice a year. */
export function pacificDay(now: Date): Day {
  const { name, sinceMidnightMs } = wallOf(now);
  const start = midnight(now.getTime() - sinceMidnightMs, name);
  // Noon of the next day, whatever the clocks do in between, and back from there.
  const nextNoon = new Date(start.getTime() + 36 * HOUR_MS);
  const next = wallOf(nextNoon);
  return { name, start, end: midnight(nextNoon.getTime() - next.sinceMidnightMs, next.name) };
}

/** Clocks that were changed since midnight put the guess an hour off. */
function midnight(guess: number, name: string): Date {
  for (const shift of [0, -HOUR_MS, HOUR_MS]) {
    const wall = wallOf(new Date(guess + shift));
    if (wall.name === name && wall.sinceMidnightMs < 1_000) return new Date(guess + shift);
  }
  return new Date(guess);
}

function wallOf(now: Date): { readonly name: string; readonly sinceMidnightMs: number } {
  const part = Object.fromEntries(WALL.formatToParts(now).map(({ type, value }) => [type, value]));
  const seconds = Number(part.hour) * 3_600 + Number(part.minute) * 60 + Number(part.second);
  const name = `${part.year ?? ''}-${part.month ?? ''}-${part.day ?? ''}`;
  return { name, sinceMidnightMs: seconds * 1_000 + now.getMilliseconds() };
}
