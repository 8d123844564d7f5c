import { Fifo } from '../delivery/fifo';
import { Arrivals } from '../ledger/arrivals';
import { type Settings } from '../options/settings';

/** A sliding window over the moments of the requests in it. */
class SlidingWindow {
  private readonly moments = new Fifo();
  most = 0;

  inWindow(now: number, windowMs: number): number {
    for (let first = this.moments.peek(); first !== undefined && first <= now - windowMs; first = this.moments.peek()) {
      this.moments.shift();
    }
    return this.moments.size;
  }

  add(now: number): void {
    this.moments.push(now);
    this.most = Math.max(this.most, this.moments.size);
  }

  clear(): void {
    this.moments.clear();
    this.most = 0;
  }
}

export interface AdmissionStats {
  readonly requests_in_window: number;
  readonly max_requests_in_window: number;
  readonly in_flight: number;
  readonly max_in_flight: number;
  readonly throttled: number;
}

/** The API's own limits: so many requests in a window, so many at once, and fewer for lists. */
export class Admission {
  readonly arrivals = new Arrivals();
  private readonly window = new SlidingWindow();
  private readonly lists = new SlidingWindow();
  private inFlight = 0;
  private mostInFlight = 0;
  private throttled = 0;

  constructor(private readonly settings: Settings) {}

  enter(): void {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
  }

  leave(): void {
    this.inFlight -= 1;
  }

  /** Counts a request and says whether it may go on; false means 429. */
  admits(kind: 'send' | 'list' | 'other', now: number): boolean {
    const { limits } = this.settings.current;
    let admitted = limits.concurrency === null || this.inFlight <= limits.concurrency;
    if (kind === 'send' || limits.window_covers === 'all') {
      const before = this.window.inWindow(now, limits.window_ms);
      admitted &&= limits.requests === null || before < limits.requests;
      if (admitted || limits.count_throttled) this.window.add(now);
    }
    if (admitted && kind === 'list' && limits.list_requests !== null) {
      admitted = this.lists.inWindow(now, this.settings.realMs(limits.list_window_ms)) < limits.list_requests;
      if (admitted) this.lists.add(now);
    }
    if (!admitted) this.throttled += 1;
    this.arrivals.add(now, admitted);
    return admitted;
  }

  /** A 429 that a fault gave. */
  countThrottled(): void {
    this.throttled += 1;
  }

  stats(now: number): AdmissionStats {
    return {
      requests_in_window: this.window.inWindow(now, this.settings.current.limits.window_ms),
      max_requests_in_window: this.window.most,
      in_flight: this.inFlight,
      max_in_flight: this.mostInFlight,
      throttled: this.throttled,
    };
  }

  reset(): void {
    this.window.clear();
    this.lists.clear();
    this.mostInFlight = this.inFlight;
    this.throttled = 0;
    this.arrivals.clear();
  }
}
