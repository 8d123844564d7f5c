import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { QUEUES } from '@herald/queue';
import { getQueueToken } from '@nestjs/bull';
import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const DASHBOARD_PATH = '/dashboard';

/**
 * bull-board with every queue, behind the operator login. Operators may retry, promote and remove jobs: a job is only a
 * wake-up, so running one twice or losing one changes no state (the claim in Postgres decides, and lost work is found there).
 */
export async function registerDashboard(app: INestApplicationContext, fastify: FastifyInstance): Promise<void> {
  const server = new FastifyAdapter();
  server.setBasePath(DASHBOARD_PATH);
  createBullBoard({
    queues: QUEUES.map((name) => new BullAdapter(app.get(getQueueToken(name), { strict: false }))),
    // The same types, of the patch release that @bull-board/fastify brings along.
    serverAdapter: server as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
    options: { uiConfig: { boardTitle: 'Herald' } },
  });
  await fastify.register(server.registerPlugin(), { prefix: DASHBOARD_PATH });
}
