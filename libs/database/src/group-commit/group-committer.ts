/** Why an event was given back: it is not in the ledger as far as anybody knows, and may be brought again. */
export class NotTakenError extends Error {
  constructor(reason: 'full' | 'late') {
    super(reason === 'full' ? 'too many events are waiting' : 'the event was not committed in time');
    this.name = 'NotTakenError';
  }
}

interface GroupCommitterOptions<Event, Outcome> {
  /** Commits a group, and tells for each event, in order, what it did or why it could not be kept. */
  readonly commit: (events: readonly Event[]) => Promise<readonly (Outcome | Error)[]>;
  readonly maxGroup: number;
  /** Events that may wait for a lane; more are refused, so memory is bounded. */
  readonly maxWaiting: number;
  /** Groups that may be in flight at once. */
  readonly lanes: number;
  /** Without it, a group whose commit throws fails with it. */
  readonly patience?: Patience | undefined;
}

/** For commits that throw where the same group may well be committed later: it is tried again, as long as its events have time. */
interface Patience {
  /** How long an event may wait for its commit before it is given back. */
  readonly limitMs: number;
  /** Between a commit that threw and the next try. */
  readonly retryMs: number;
  readonly now: () => number;
}

interface Waiting<Event, Outcome> {
  readonly event: Event;
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  ended: boolean;
}

/**
 * Shares one transaction among all events that arrive while the one before is under way: an event waits for two commits
 * at most, and under load the price of a commit is divided by the size of the group. While commits fail or hang, events wait for
 * as long as they may, and are then given back; so short an outage costs nothing, and a long one no memory.
 */
export class GroupCommitter<Event, Outcome> {
  private waiting: Waiting<Event, Outcome>[] = [];
  private readonly inFlight = new Set<readonly Waiting<Event, Outcome>[]>();
  private scheduled = false;
  private retry: NodeJS.Timeout | undefined;
  private draining = false;
  private progressAt = 0;
  private turnedAway = 0;
  private idle: (() => void)[] = [];

  constructor(private readonly options: GroupCommitterOptions<Event, Outcome>) {}

  /** Resolves once the event is durable. @throws NotTakenError, or whatever keeps this event from being committed */
  submit(event: Event): Promise<Outcome> {
    const since = this.now();
    if (this.isIdle()) this.progressAt = since;
    if (this.waiting.length >= this.room(since)) {
      this.turnedAway += 1;
      return Promise.reject(new NotTakenError('full'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, since, resolve, reject, ended: false });
      this.schedule();
    });
  }

  /** Events that wait or are under way. */
  get size(): number {
    let size = this.waiting.length;
    for (const group of this.inFlight) size += group.length;
    return size;
  }

  /** How many events there was no room for since this was last asked. */
  takeTurnedAway(): number {
    const count = this.turnedAway;
    this.turnedAway = 0;
    return count;
  }

  /** Gives back what has waited too long; to be called every now and then. Returns how many that were. */
  giveBackLate(): number {
    const before = this.now() - (this.options.patience?.limitMs ?? Infinity);
    let late = 0;
    for (const one of [...[...this.inFlight].flat(), ...this.waiting]) {
      if (one.since > before || one.ended) continue;
      one.ended = true;
      one.reject(new NotTakenError('late'));
      late += 1;
    }
    if (late > 0) this.waiting = this.waiting.filter(({ ended }) => !ended);
    this.tellIdle();
    return late;
  }

  /** Waits until nothing is waiting or under way; from now on a group whose commit throws is given back at once. */
  async drain(): Promise<void> {
    this.draining = true;
    this.tryAgain();
    if (this.isIdle()) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  // Once nothing has been committed for as long as an event may wait, there is no use in letting many in: those that are there
  // are enough to find out when it goes on.
  private room(now: number): number {
    const { maxGroup, maxWaiting, patience } = this.options;
    const stalled = patience !== undefined && !this.isIdle() && now - this.progressAt > patience.limitMs;
    return stalled ? Math.min(maxGroup, maxWaiting) : maxWaiting;
  }

  // Once a turn of the event loop: what was parsed in the same turn goes together.
  private schedule(): void {
    if (this.scheduled || this.retry !== undefined || this.inFlight.size >= this.options.lanes) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.fillLane();
    });
  }

  private async fillLane(): Promise<void> {
    if (this.waiting.length === 0 || this.retry !== undefined || this.inFlight.size >= this.options.lanes) return;
    const group = this.waiting.splice(0, this.options.maxGroup);
    this.inFlight.add(group);
    if (this.waiting.length > 0) this.schedule();
    await this.settle(group);
    this.inFlight.delete(group);
    if (this.waiting.length > 0) this.schedule();
    this.tellIdle();
  }

  private async settle(group: readonly Waiting<Event, Outcome>[]): Promise<void> {
    try {
      const results = await this.options.commit(group.map(({ event }) => event));
      this.progressAt = this.now();
      group.forEach((one, index) => {
        one.ended = true;
        const result = results[index] ?? new Error('the commit said nothing about this event');
        if (result instanceof Error) one.reject(result);
        else one.resolve(result);
      });
    } catch (error) {
      const pending = group.filter(({ ended }) => !ended);
      const { patience } = this.options;
      if (this.draining || patience === undefined) {
        for (const one of pending) one.reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.waiting = [...pending, ...this.waiting];
      this.retry ??= setTimeout(() => {
        this.tryAgain();
      }, patience.retryMs);
    }
  }

  private tryAgain(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    if (this.waiting.length > 0) this.schedule();
  }

  private now(): number {
    return this.options.patience?.now() ?? 0;
  }

  private isIdle(): boolean {
    return this.waiting.length === 0 && this.inFlight.size === 0;
  }

  private tellIdle(): void {
    if (this.isIdle()) for (const resolve of this.idle.splice(0)) resolve();
  }
}
