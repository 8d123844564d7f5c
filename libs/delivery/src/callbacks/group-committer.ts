export class QueueFullError extends Error {
  constructor(waiting: number) {
    super(`${waiting} callbacks are waiting already`);
    this.name = 'QueueFullError';
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
}

interface Waiting<Event, Outcome> {
  readonly event: Event;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Shares one transaction among all events that arrive while the one before is under way: an event waits for two commits
 * at most, and under load the price of a commit is divided by the size of the group.
 */
export class GroupCommitter<Event, Outcome> {
  private waiting: Waiting<Event, Outcome>[] = [];
  private inFlight = 0;
  private scheduled = false;
  private idle: (() => void)[] = [];

  constructor(private readonly options: GroupCommitterOptions<Event, Outcome>) {}

  /** Resolves once the event is durable. @throws QueueFullError, or whatever kept this event from being committed */
  submit(event: Event): Promise<Outcome> {
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new QueueFullError(this.waiting.length));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, resolve, reject });
      this.schedule();
    });
  }

  /** Waits until nothing is waiting or under way. */
  async drain(): Promise<void> {
    if (this.waiting.length === 0 && this.inFlight === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  // Once a turn of the event loop: what was parsed in the same turn goes together.
  private schedule(): void {
    if (this.scheduled || this.inFlight >= this.options.lanes) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.fillLane();
    });
  }

  private async fillLane(): Promise<void> {
    if (this.waiting.length === 0 || this.inFlight >= this.options.lanes) return;
    const group = this.waiting.splice(0, this.options.maxGroup);
    this.inFlight += 1;
    if (this.waiting.length > 0) this.schedule();
    await this.settle(group);
    this.inFlight -= 1;
    if (this.waiting.length > 0) this.schedule();
    else if (this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private async settle(group: readonly Waiting<Event, Outcome>[]): Promise<void> {
    let results: readonly (Outcome | Error)[];
    try {
      results = await this.options.commit(group.map(({ event }) => event));
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      results = group.map(() => cause);
    }
    group.forEach(({ resolve, reject }, index) => {
      const result = results[index] ?? new Error('the commit said nothing about this event');
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
  }
}
