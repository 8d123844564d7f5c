import { type FaultName } from './fault-options';
import { readOptions, patchOptions } from './merge-options';
import { type SimulatorOptions } from './options';

type Listener = (faults: readonly FaultName[], patch: unknown) => void;

function touchedFaults(patch: unknown): FaultName[] {
  if (typeof patch !== 'object' || patch === null || !('faults' in patch)) return [];
  const { faults } = patch;
  return typeof faults === 'object' && faults !== null ? (Object.keys(faults) as FaultName[]) : [];
}

/** The options as they stand now. Whoever needs one asks at the moment of use, so a change acts at once. */
export class Settings {
  private options: SimulatorOptions;
  private readonly listeners: Listener[] = [];

  constructor(private readonly initial: unknown) {
    this.options = readOptions(initial);
  }

  get current(): SimulatorOptions {
    return this.options;
  }

  /** Simulated milliseconds as real ones. */
  realMs(simulatedMs: number): number {
    return simulatedMs / this.options.time_scale;
  }

  /** Units per second of the simulated world as units per real millisecond; null is no limit. */
  perRealMs(perSecond: number | null): number | null {
    return perSecond === null ? null : (perSecond * this.options.time_scale) / 1000;
  }

  /** Throws AppError `invalid_options` and changes nothing when the patch is wrong. */
  patch(patch: unknown): SimulatorOptions {
    this.options = patchOptions(this.options, patch);
    for (const listener of this.listeners) listener(touchedFaults(patch), patch);
    return this.options;
  }

  /** Back to what the simulator was started with. */
  reset(): void {
    this.options = readOptions(this.initial);
    for (const listener of this.listeners) listener(Object.keys(this.options.faults) as FaultName[], this.initial);
  }

  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }
}
