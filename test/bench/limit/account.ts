import { linesOf } from '../lines';
import { type Running, runSimulator } from '../send/processes';
import type { Arrival, Weighed } from './figures';

/** As the provider publishes them. */
export const REQUESTS = 300;
export const WINDOW_MS = 5_000;
export const CONCURRENCY = 100;

/** The simulated account: its limits, and its own record of what came when. */
export class Account {
  private constructor(
    private readonly simulator: Running,
    readonly url: string,
  ) {}

  static async open(requests: number | null = REQUESTS): Promise<Account> {
    const simulator = await runSimulator({ requests, window_ms: WINDOW_MS, concurrency: CONCURRENCY });
    return new Account(simulator, simulator.url);
  }

  /** @returns epoch ms just before */
  async allow(requests: number): Promise<number> {
    const at = Date.now();
    const body = JSON.stringify({ limits: { requests } });
    const answer = await fetch(`${this.url}/_sim/options`, { method: 'PUT', body });
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status}`);
    return at;
  }

  arrivals(): Promise<Arrival[]> {
    return this.lines<Arrival>('/_sim/arrivals');
  }

  /** Units of each accepted request. */
  async units(): Promise<Weighed[]> {
    const lines = await this.lines<{ at: string; destinations: number; units: number }>('/_sim/ledger/requests');
    return lines.map(({ at, destinations, units }) => ({ at: Date.parse(at), weight: destinations * units }));
  }

  close(): Promise<void> {
    return this.simulator.stop();
  }

  private async lines<T>(path: string): Promise<T[]> {
    return linesOf<T>(await fetch(`${this.url}${path}`));
  }
}
