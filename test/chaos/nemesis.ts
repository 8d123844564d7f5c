import { sleep } from '@herald/kernel';

import { type ChaosStack } from './chaos-stack';
import { type Fault, nameOf, targetOf } from './fault-plan';

/** A fault as it really happened. */
export interface Struck {
  readonly name: string;
  readonly target: string;
  /** Seconds after the first fault might have come. */
  readonly planned_s: number;
  readonly struck_s: number;
  readonly healed_s: number;
}

const UP_MS = 60_000;

/** Carries out a plan of faults. Each is healed by itself; faults of one target wait for each other. */
export class Nemesis {
  readonly struck: Struck[] = [];
  private readonly targets = new Map<string, Promise<void>>();
  private readonly started = performance.now();

  constructor(
    private readonly stack: ChaosStack,
    /** What the simulator does when nothing is wrong: a fault's setting goes back to it. */
    private readonly calm: Readonly<Record<string, object>>,
    private readonly tell: (text: string) => void,
  ) {}

  /** Resolves when the last fault is healed. */
  async run(plan: readonly Fault[]): Promise<void> {
    for (const fault of plan) {
      await sleep(Math.max(0, fault.at - this.elapsedMs));
      const target = targetOf(fault);
      const before = this.targets.get(target) ?? Promise.resolve();
      const whole = before.then(() => this.strike(fault));
      whole.catch(() => undefined); // thrown below
      this.targets.set(target, whole);
    }
    await Promise.all(this.targets.values());
  }

  private get elapsedMs(): number {
    return performance.now() - this.started;
  }

  private async strike(fault: Fault): Promise<void> {
    const name = nameOf(fault);
    const target = targetOf(fault);
    if ('target' in fault) await this.stack.process(target).whenReady(UP_MS);
    const struckAt = this.elapsedMs;
    this.tell(`${seconds(struckAt).toFixed(1).padStart(6)} s  ${name} (${target}, ${seconds(fault.forMs)} s)`);
    await this.act(fault);
    this.struck.push({
      name,
      target,
      planned_s: seconds(fault.at),
      struck_s: seconds(struckAt),
      healed_s: seconds(this.elapsedMs),
    });
  }

  private async act(fault: Fault): Promise<void> {
    const { services, links } = this.stack;
    const { forMs } = fault;
    switch (fault.kind) {
      case 'kill':
        this.stack.process(fault.target).kill(forMs);
        await sleep(forMs);
        return this.stack.process(fault.target).whenReady(UP_MS);
      case 'freeze':
        this.stack.process(fault.target).signal('SIGSTOP');
        await sleep(forMs);
        this.stack.process(fault.target).signal('SIGCONT');
        return;
      case 'restart_postgres':
        return services.restartPostgres(forMs);
      case 'empty_redis':
        return services.emptyRedis(forMs);
      case 'link':
        links[fault.link].strike(fault.fault, fault.delayMs);
        await sleep(forMs);
        links[fault.link].heal(fault.fault);
        return;
      case 'simulator':
        await this.simulator(fault.fault, fault.settings);
        await sleep(forMs);
        return this.simulator(fault.fault, { probability: 0, ...this.calm[fault.fault] });
    }
  }

  private async simulator(fault: string, settings: object): Promise<void> {
    const answer = await fetch(`${this.stack.addresses.simulator}/_sim/options`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: { [fault]: settings } }),
    });
    if (!answer.ok) throw new Error(`the simulator refused ${fault}: ${await answer.text()}`);
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
