import type { DeliveryBench } from './delivery-setup';

/** Nothing is held, probed or running; the provider has forgotten all and refuses nothing. */
export async function clearHolds({ simulator, database }: DeliveryBench): Promise<void> {
  await fetch(`${simulator.url}/_sim/options`, { method: 'DELETE' });
  await fetch(`${simulator.url}/_sim/reset`, { method: 'POST' });
  await database.query(`UPDATE lanes SET hold = NULL`);
  await database.query(`DELETE FROM lane_probes`);
  await database.query(`UPDATE campaigns SET state = 'paused'`);
}
