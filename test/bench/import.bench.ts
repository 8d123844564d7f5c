import { AudienceModule, ImportRunner, ImportService, ListService } from '@herald/audience';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { QueueModule } from '@herald/queue';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeRecipients } from './import/recipients';
import { withServices } from './services';

@Module({})
class BenchModule {}

/**
 * A CSV as people export it, from the stored file to the completed import, beside `COPY` of the same phones, already normalised, into a
 * table with the same primary key. Both several times in turns, on the same Postgres; medians.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '1000000' }, turns: { type: 'string', default: '3' } },
  });
  return withServices(async ({ folder, postgres, redis }) => {
    const csv = join(folder, 'recipients.csv');
    const bytes = await writeRecipients(csv, Number(values.rows));
    const app = await start(postgres.url, redis.url, join(folder, 'uploads'));
    const figures = await compare(app, csv, Number(values.turns));
    await stop(app);
    return { rows: Number(values.rows), megabytes: Math.round(bytes / 1e6), ...figures };
  });
}

async function start(databaseUrl: string, redisUrl: string, uploads: string): Promise<INestApplicationContext> {
  const logger = createLogger({ app: 'bench', level: 'silent' });
  const root = {
    module: BenchModule,
    imports: [
      ObservabilityModule.forRoot({ logger }),
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5 }),
      QueueModule.forRoot({ redisUrl, prefix: 'bench' }),
      AudienceModule.forRoot({ folder: uploads, maxBytes: Infinity }),
    ],
  };
  return NestFactory.createApplicationContext(root, { logger: false });
}

async function stop(app: INestApplicationContext): Promise<void> {
  await app.close();
}

async function compare(app: INestApplicationContext, csv: string, turns: number): Promise<object> {
  const get = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const [database, lists, imports, runner] = [get(Database), get(ListService), get(ImportService), get(ImportRunner)];
  const seconds: { baseline: number[]; import: number[] } = { baseline: [], import: [] };
  const cpu: number[] = [];
  let peakRss = 0;
  let last: object = {};
  for (let turn = 0; turn < turns; turn++) {
    const list = await lists.create('bench', 'US');
    const received = await imports.receive(list.id, createReadStream(csv) as AsyncIterable<Buffer>);
    await database.query('CHECKPOINT');
    const cpuStart = process.cpuUsage();
    const importStart = performance.now();
    const sampling = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage().rss)), 50);
    await runner.run(received.id);
    clearInterval(sampling);
    const { user, system } = process.cpuUsage(cpuStart);
    cpu.push((user + system) / 1e6);
    seconds.import.push((performance.now() - importStart) / 1_000);
    const { state, rows, contacts, duplicates, rejects } = await imports.get(received.id);
    last = { state, rows, contacts, duplicates, rejects };

    seconds.baseline.push(await baseline(database, list.id));
    await database.query('TRUNCATE contacts, import_rejects');
  }
  const [fast, slow] = [median(seconds.baseline), median(seconds.import)];
  return {
    ...last,
    import_s: slow,
    import_all_s: seconds.import.map(round),
    baseline_s: fast,
    baseline_all_s: seconds.baseline.map(round),
    ratio: round(slow / fast),
    target: '<= 2.5',
    import_node_cpu_s: median(cpu),
    rss_peak_mb: Math.round(peakRss / 1e6),
  };
}

/** The same phones in the order of the file, from memory that is ready to be sent. */
async function baseline(database: Database, listId: number): Promise<number> {
  await database.query('DROP TABLE IF EXISTS baseline');
  await database.query(
    'CREATE TABLE baseline (list_id int NOT NULL, phone bigint NOT NULL, PRIMARY KEY (list_id, phone))',
  );
  const pieces: string[] = [];
  let lines: string[] = [];
  const rows = database.stream<{ phone: string }>('SELECT phone FROM contacts WHERE list_id = $1 ORDER BY row_number', [
    listId,
  ]);
  for await (const { phone } of rows) {
    if (lines.push(`${String(listId)}\t${phone}\n`) === 4_000) {
      pieces.push(lines.join(''));
      lines = [];
    }
  }
  pieces.push(lines.join(''));
  await database.query('CHECKPOINT');
  const startedAt = performance.now();
  await database.transaction((tx) => tx.copy('baseline (list_id, phone)', pieces));
  return (performance.now() - startedAt) / 1_000;
}

function median(values: readonly number[]): number {
  return round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
