import { DailyUseRepository } from '@herald/campaigns';
import type { LaneBook, TouchedLane } from '@herald/lanes';
import { Injectable } from '@nestjs/common';

/** How much of a daily cap is used, from the ledger: Redis counts on from there. */
@Injectable()
export class CapUsage {
  constructor(private readonly uses: DailyUseRepository) {}

  /** Units that were sent, or may have been, by all whose way leads through this lane. */
  async since({ bucket }: TouchedLane, book: LaneBook, since: Date): Promise<number> {
    const uses = await this.uses.since(since);
    return uses
      .filter((use) => book.touchedBy(use).some((lane) => lane.bucket === bucket))
      .reduce((sum, { units }) => sum + units, 0);
  }
}
