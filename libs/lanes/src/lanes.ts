import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';

import { checkLane, laneKey } from './domain/check-lane';
import { type ConfiguredLimits, configuredLanes } from './domain/configured-lanes';
import { type DerivedLane, derivedChanges } from './domain/derived-lane';
import { HERALD, type Hold, type Lane, type LaneKind } from './domain/lane';
import { LaneBook } from './domain/lane-book';
import { type LaneContent, type LaneName, LanesRepository } from './lanes.repository';

const FRESH_MS = 1_000;

/** The limits as the operators set them: rows that every process follows within about a second. */
@Injectable()
export class Lanes {
  private cached: { readonly book: LaneBook; readonly readAt: number } | undefined;
  private reading: Promise<LaneBook> | undefined;

  constructor(
    private readonly repository: LanesRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** At most a second old. Rejects when Postgres does not say and nothing newer is known. */
  async book(): Promise<LaneBook> {
    if (this.cached !== undefined && performance.now() - this.cached.readAt < FRESH_MS) return this.cached.book;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** As they are this moment, for what is decided once and for long: how a campaign is cut, whether it is launched. */
  bookNow(): Promise<LaneBook> {
    return this.read();
  }

  /** By kind, key and channel. */
  list(): Promise<Lane[]> {
    return this.repository.all();
  }

  /** @throws AppError not_found `lane_not_found` */
  async get(id: number): Promise<Lane> {
    const lane = await this.repository.find(id);
    if (lane === undefined) throw new AppError('not_found', 'lane_not_found', 'There is no such lane.');
    return lane;
  }

  /** @throws AppError invalid `lane_invalid`; conflict `lane_exists` */
  async create(name: LaneName, content: LaneContent): Promise<Lane> {
    const checked = checkLane(name, content);
    const lane = await this.repository.insert(checked, content, this.clock.now());
    if (lane === undefined) {
      throw new AppError('conflict', 'lane_exists', 'There is a lane of this kind, key and channel: change that one.');
    }
    return this.changed(lane);
  }

  /**
   * @param version that was read; undefined overwrites whatever is there
   * @throws AppError not_found `lane_not_found`; precondition_failed `version_mismatch`; invalid `lane_invalid`
   */
  async set(id: number, changes: Partial<LaneContent>, version?: number): Promise<Lane> {
    const before = await this.get(id);
    const content = { ...before, ...changes };
    checkLane(before, content);
    const lane = await this.repository.update(id, version ?? before.version, content, this.clock.now());
    if (lane === undefined) throw changedMeanwhile();
    return this.changed(lane);
  }

  /** @throws AppError not_found `lane_not_found`; precondition_failed `version_mismatch` */
  async remove(id: number, version?: number): Promise<void> {
    const before = await this.get(id);
    if (!(await this.repository.delete(id, version ?? before.version))) throw changedMeanwhile();
    this.cached = undefined;
  }

  /**
   * Nothing passes it any more, on any channel, until it is released. A lane that has no row yet gets one. A person's hold takes over
   * from Herald's own, so that only a person opens the lane again; its message then tells of the first reason too.
   *
   * @returns false when all of it was held already, and not to be taken over: the first hold stays
   */
  async hold(kind: LaneKind, key: string, { code, message }: Pick<Hold, 'code' | 'message'>, by: string) {
    const hold: Hold = { code, message, by, at: this.clock.now().toISOString() };
    const held = (await this.repository.hold(kind, laneKey(kind, key), hold, `held by ${by}`)) > 0;
    this.cached = undefined;
    if (held) this.logger.warn({ event: 'lane.held', kind, code, by }, 'a lane is held: nothing passes it');
    return held;
  }

  /** Every channel of the lane's. @throws AppError not_found `lane_not_found` */
  async release(id: number): Promise<Lane> {
    const { kind, key } = await this.get(id);
    const released = await this.repository.release(kind, key, this.clock.now());
    if (released > 0) this.logger.info({ event: 'lane.released', kind }, 'a lane is open again');
    return this.changed(await this.get(id));
  }

  /** Ends Herald's own hold, and nobody else's: a person may have taken over meanwhile. @returns whether there was one */
  async reopen(kind: LaneKind, key: string): Promise<boolean> {
    const released = await this.repository.release(kind, key, this.clock.now(), HERALD);
    this.cached = undefined;
    if (released > 0) this.logger.info({ event: 'lane.released', kind }, 'a lane is open again');
    return released > 0;
  }

  /** Makes rows say what was configured by hand, and leaves all others alone. Safe to call from many processes at once. */
  async configure(limits: ConfiguredLimits): Promise<void> {
    const book = new LaneBook(await this.repository.all());
    for (const { name, content } of configuredLanes(limits, book)) {
      await this.repository.ensure(name, content, this.clock.now());
    }
    this.cached = undefined;
  }

  /**
   * Makes rows say what follows from registrations, pools and types, and takes back what follows no more. What an operator set by hand
   * stays as it is. `wanted` is everything that is derived at the time.
   */
  async derive(wanted: readonly DerivedLane[]): Promise<{ readonly written: number; readonly removed: number }> {
    const { write, remove } = derivedChanges(await this.repository.all(), wanted);
    let written = 0;
    for (const lane of write) if (await this.repository.derive(lane, this.clock.now())) written += 1;
    const removed = remove.length === 0 ? 0 : await this.repository.underive(remove, this.clock.now());
    if (written + removed === 0) return { written, removed };
    this.cached = undefined;
    this.logger.info({ event: 'lanes.derived', written, removed }, 'lanes follow what is registered');
    return { written, removed };
  }

  private async read(): Promise<LaneBook> {
    const readAt = performance.now();
    const book = new LaneBook(await this.repository.all());
    this.cached = { book, readAt };
    return book;
  }

  private changed(lane: Lane): Lane {
    this.cached = undefined;
    return lane;
  }
}

function changedMeanwhile(): AppError {
  return new AppError('precondition_failed', 'version_mismatch', 'Somebody changed it meanwhile: read it again.');
}
