import type { BacklogRepository } from './backlog.repository';
import type { OutRow } from './out';

const WHOLE_EVERY_MS = 1_000;
/** An acceptance is written this long after its time at the latest (a Postgres that restarts is waited for). */
const LATE_MS = 25_000;
const SLACK_MS = 60_000;

/**
 * What is out, for somebody who asks ten times a second. Acceptances of the last moments are read each time, so that no batch is
 * missed on its way from one state to the next; what older ones have left may be a second old, which errs on the safe side.
 */
export class OutReader {
  private accepted = new Map<string, OutRow>();
  private wholeAt = -Infinity;
  private since = -Infinity;

  constructor(private readonly backlog: BacklogRepository) {}

  async read(now: number): Promise<OutRow[]> {
    const whole = Math.abs(now - this.wholeAt) >= WHOLE_EVERY_MS;
    const rows = await this.backlog.out(whole ? this.since : now - LATE_MS, now);
    if (whole) {
      this.accepted = new Map();
      this.wholeAt = now;
    }
    for (const row of rows) if (row.state === 'accepted') this.accepted.set(row.id, row);
    return [...rows.filter(({ state }) => state !== 'accepted'), ...this.accepted.values()];
  }

  /** What was accepted before says nothing any more. */
  forgetBefore(since: number): void {
    this.since = since - SLACK_MS;
  }
}
