import { CLOCK, type Clock } from '@herald/kernel';
import { type LaneBook, Lanes } from '@herald/lanes';
import { Inject, Injectable } from '@nestjs/common';
import { SendersRepository } from '../directory/senders.repository';
import { deriveLanes } from '../domain/throughput/derive-lanes';
import type { RateTable } from '../domain/throughput/throughput';
import { SyncTurns } from '../sync-turns';
import { HoldingsRepository } from './holdings.repository';

const EVERY_MS = 10_000;

/** Keeps the lanes to what registrations, types and pools allow. */
@Injectable()
export class ThroughputService {
  constructor(
    private readonly holdings: HoldingsRepository,
    private readonly lanes: Lanes,
    private readonly senders: SendersRepository,
    private readonly turns: SyncTurns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Safe in any number of workers at once. Runs soon after a change, and now and then for what it was not told of. */
  async tick(): Promise<void> {
    await this.turns.run('lanes', EVERY_MS, () => this.derive());
  }

  /** At once. @see Lanes.derive for what is left alone */
  async derive(): Promise<void> {
    await this.senders.adoptLinked(this.clock.now());
    const holdings = await this.holdings.read();
    await this.lanes.derive(deriveLanes(holdings, rateTable(await this.lanes.book())));
  }
}

/** The published limits as operators keep them: a row they changed counts as changed. */
function rateTable(book: LaneBook): RateTable {
  return (kind, key, channel) => {
    const lane = book.find(kind, key, channel);
    if (lane === undefined || lane.amount === null || lane.windowMs === null) return undefined;
    return { amount: lane.amount, windowMs: lane.windowMs };
  };
}
