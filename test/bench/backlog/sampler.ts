import type { ApiClient } from '../../../apps/cli/src/http/api-client';
import { Sampler } from '../sampler';

export interface Sample {
  /** Units in the simulator's own queues. */
  readonly truth: number;
  /** What Herald believes of them. */
  readonly model: number;
  /** Callbacks the simulator has not got rid of: what they tell, Herald cannot know yet. */
  readonly untold: number;
}

interface Lanes {
  readonly objects: readonly { readonly kind: string; readonly units: number }[];
}

export async function unitsInQueue(simulatorUrl: string): Promise<number> {
  const stats = (await (await fetch(`${simulatorUrl}/_sim/stats`)).json()) as { units_in_queue: number };
  return stats.units_in_queue;
}

async function callbacksPending(simulatorUrl: string): Promise<number> {
  const summary = await (await fetch(`${simulatorUrl}/_sim/ledger/summary`)).json();
  return (summary as { callbacks: { pending: number } }).callbacks.pending;
}

/** Asks both sides again and again; the two answers of a sample are a few milliseconds apart. */
export function backlogSampler(client: ApiClient, simulatorUrl: string): Sampler<Sample> {
  return new Sampler(async () => {
    const [truth, untold, lanes] = await Promise.all([
      unitsInQueue(simulatorUrl),
      callbacksPending(simulatorUrl),
      client.json<Lanes>('GET', '/v1/backlog'),
    ]);
    const model = lanes.objects.find(({ kind }) => kind === 'account_messages')?.units ?? 0;
    return { truth, model, untold };
  });
}
