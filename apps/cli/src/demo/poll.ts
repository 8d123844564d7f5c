import { AppError, sleep } from '@herald/kernel';

const POLL_MS = 250;
// Longer than the provider waits before it repeats a callback for the last time; a stuck demo must not look like a slow one.
const STALLED_MS = 300_000;

/**
 * Reads again and again until `done`, showing each state.
 *
 * @param mark what has to change for the work to count as moving
 * @throws AppError `stalled`
 */
export async function pollUntil<T>(options: {
  readonly what: string;
  readonly read: () => Promise<T>;
  readonly show: (value: T) => void;
  readonly done: (value: T) => boolean | Promise<boolean>;
  readonly mark: (value: T) => string | number;
}): Promise<T> {
  let last: string | number | undefined;
  let movedAt = performance.now();
  for (;;) {
    const value = await options.read();
    options.show(value);
    if (await options.done(value)) return value;
    const mark = options.mark(value);
    if (mark !== last) movedAt = performance.now();
    else if (performance.now() - movedAt > STALLED_MS) {
      const text = `${options.what} has not moved for ${STALLED_MS / 1000} s (${mark})`;
      throw new AppError('unavailable', 'stalled', text);
    }
    last = mark;
    await sleep(POLL_MS);
  }
}
