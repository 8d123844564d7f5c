import { Health, type Metrics, METRICS } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Database } from './database';

/** Tells readiness and the metrics how the process's way to Postgres is. */
@Injectable()
export class DatabaseWatch {
  constructor(database: Database, dataSource: DataSource, health: Health, @Inject(METRICS) metrics: Metrics) {
    health.need('Postgres', () => database.query('SELECT 1'));
    const gauge = metrics.gauge({
      name: 'herald_postgres_connections',
      help: 'Connections of this process by what they do, and statements that wait for one.',
      labels: ['state'],
    });
    metrics.sample({
      name: 'postgres_pool',
      gauges: [gauge],
      read: () => {
        const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
        const counts = { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
        return Promise.resolve(Object.entries(counts).map(([state, value]) => ({ gauge, labels: { state }, value })));
      },
    });
  }
}

/** The `pg` pool that TypeORM's driver keeps under this name. */
function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { readonly master: Pool }).master;
}
