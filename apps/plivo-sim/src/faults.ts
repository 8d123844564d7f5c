import { type FaultName } from './options/fault-options';
import { type Settings } from './options/settings';
import { type SeededRandom } from './random';

interface Limit {
  since: number;
  struck: number;
}

/** Decides when a fault strikes: by its seeded probability, at most `count` times, within `for_ms` of being set. */
export class Faults {
  private readonly limits = new Map<FaultName, Limit>();
  private readonly streams = new Map<FaultName, number>();
  private readonly struckInAll = new Map<FaultName, number>();

  constructor(
    private readonly settings: Settings,
    private readonly random: SeededRandom,
    private readonly now: () => number,
  ) {
    for (const [index, name] of (Object.keys(settings.current.faults) as FaultName[]).entries()) {
      this.streams.set(name, (index + 1) * 0x10000);
      this.restart(name);
    }
    settings.onChange((touched) => {
      for (const name of touched) this.restart(name);
    });
  }

  /** `subject` and `nth` name the occasion: the same occasion is always decided the same way. */
  strikes(name: FaultName, subject: number, nth: number): boolean {
    const { probability, count, for_ms: forMs } = this.settings.current.faults[name];
    if (probability === 0) return false;
    const limit = this.limits.get(name);
    if (limit === undefined) return false;
    if (count !== null && limit.struck >= count) return false;
    if (forMs !== null && this.now() - limit.since > forMs) return false;
    if (this.random.unit('fault', subject, (this.streams.get(name) ?? 0) + nth) >= probability) return false;
    limit.struck += 1;
    this.struckInAll.set(name, (this.struckInAll.get(name) ?? 0) + 1);
    return true;
  }

  /** A seeded number in [min, max) for the same occasion. */
  between(name: FaultName, subject: number, nth: number, min: number, max: number): number {
    const unit = this.random.unit('latency', subject, (this.streams.get(name) ?? 0) + nth);
    return min + unit * Math.max(0, max - min);
  }

  /** How often each fault struck since the start or the last reset. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.struckInAll);
  }

  reset(): void {
    this.struckInAll.clear();
    for (const name of this.limits.keys()) this.restart(name);
  }

  private restart(name: FaultName): void {
    this.limits.set(name, { since: this.now(), struck: 0 });
  }
}
