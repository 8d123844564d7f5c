import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { sleep } from '@herald/kernel';
import { campaignOf, EVERY_RECEIPT, launchCampaign, ledgersOf } from '../support/campaign-run';
import { OwnServices } from '../support/own-services';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const RECIPIENTS = 24_000;
const OUTAGE_MS = 3_000;

describe('a campaign under way', () => {
  let folder: string;
  let services: OwnServices;
  let stack: TestStack;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-restarts-'));
    services = await OwnServices.start(folder);
    stack = await startTestStack({
      services,
      seed: '3',
      // Answers that take their time: at any moment requests are under way.
      simulator: { outcomes: EVERY_RECEIPT, faults: { slow_answer: { probability: 1, min_ms: 1_500, max_ms: 2_500 } } },
      variables: { WORKER_CONCURRENCY: '4', SHUTDOWN_DEADLINE_MS: '40000' },
    });
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    await services.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const count = async (sql: string): Promise<number> => {
    const client = new Client({ connectionString: services.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ count: string }>(sql);
    await client.end();
    return Number(rows[0]?.count);
  };
  const batches = (state: string) => count(`SELECT count(*) FROM batches WHERE state = '${state}'`);

  it('gets through stops, a crash of Postgres and a lost Redis with every process alive', async () => {
    const id = await launchCampaign(stack, RECIPIENTS);

    // A worker that is told to stop hears its answers first.
    await waitFor('requests under way', async () => (await batches('sending')) >= 2);
    const worker = stack.stack.process('worker-1');
    worker.kill('SIGTERM');
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(await batches('sending')).toBe(0);
    expect(await batches('unknown')).toBe(0);
    const second = await stack.stack.startWorker(1);

    // An ingress that is told to stop has committed what it has acknowledged; the provider brings it the rest again.
    await waitFor('requests under way', async () => (await batches('sending')) >= 2);
    const ingress = stack.stack.process('ingress');
    ingress.kill('SIGTERM');
    expect(await ingress.exited).toEqual({ code: 0, signal: null });
    const secondIngress = await stack.stack.restart('ingress');

    await waitFor('requests under way', async () => (await batches('sending')) >= 2);
    services.crashPostgres();
    await sleep(OUTAGE_MS);
    const without = await stack.api('GET', '/v1/campaigns');
    expect([without.status, (without.json() as { code: string }).code]).toEqual([503, 'database_away']);
    await services.bringPostgresBack();

    await waitFor('requests under way', async () => (await batches('sending')) >= 1);
    services.killRedis();
    await sleep(OUTAGE_MS);
    await services.bringRedisBackEmpty();

    await waitFor('the end', async () => (await campaignOf(stack, id)).state === 'completed', 240_000);
    const { herald, provider } = await ledgersOf(stack, id);
    expect(provider.size).toBe(RECIPIENTS);
    expect([...provider.values()].filter((entry) => !entry.startsWith('1 × '))).toEqual([]);
    expect(herald).toEqual(provider);
    const verified = (await stack.api('GET', `/v1/campaigns/${id}/verify`)).json() as { ok: boolean };
    expect(verified.ok).toBe(true);
    expect([second, secondIngress, stack.stack.process('api')].map(({ running }) => running)).toEqual([
      true,
      true,
      true,
    ]);
    expect(stack.lines.filter((line) => line.includes('process.unhandled_rejection'))).toEqual([]);
  }, 420_000);
});
