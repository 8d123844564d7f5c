/** The only thing tests replace. Durations on the event loop (timeouts, leases in SQL) stay real. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The token under which a process provides its clock. */
export const CLOCK = Symbol('CLOCK');
