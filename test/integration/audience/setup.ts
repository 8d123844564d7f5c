import {
  AudienceModule,
  type Import,
  type ImportOptions,
  ImportRunner,
  ImportService,
  ListService,
  type UploadStorageOptions,
} from '@herald/audience';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { QueueModule } from '@herald/queue';
import { Test } from '@nestjs/testing';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../../support/postgres';
import { testRedis } from '../../support/redis';

/** The lib on a database and queues of its own; imports run only when a test runs them. */
export interface AudienceBundle {
  readonly database: Database;
  readonly lists: ListService;
  readonly imports: ImportService;
  readonly runner: ImportRunner;
  get<T>(type: new (...args: never[]) => T): T;
  /** Files in the upload folder. */
  files(): Promise<string[]>;
  /** Receives and runs a file; a fresh list unless one is named. */
  importText(text: string | Buffer, given?: GivenImport): Promise<Import>;
  stop(): Promise<void>;
}

export interface GivenImport {
  readonly listId?: number;
  readonly country?: string | null;
  readonly options?: ImportOptions;
}

export async function setup(uploads: Partial<UploadStorageOptions> = {}): Promise<AudienceBundle> {
  const [testDatabase, folder] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'herald-audience-'))];
  const { url, prefix } = testRedis();
  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }) }),
      DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 5 }),
      QueueModule.forRoot({ redisUrl: url, prefix }),
      AudienceModule.forRoot({ folder, maxBytes: 100_000_000, ...uploads }),
    ],
  }).compile();
  await module.init();
  const get = <T>(type: new (...args: never[]) => T): T => module.get<T>(type, { strict: false });
  const [lists, imports, runner] = [get(ListService), get(ImportService), get(ImportRunner)];

  return {
    database: get(Database),
    lists,
    imports,
    runner,
    get,
    files: () => readdir(folder),
    importText: async (text, { listId, country = 'US', options = {} } = {}) => {
      const list = listId ?? (await lists.create('test', country)).id;
      const received = await imports.receive(list, chunksOf(text), { options });
      await runner.run(received.id);
      return imports.get(received.id);
    },
    stop: async () => {
      await module.close();
      await testDatabase.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is what an upload is
export async function* chunksOf(text: string | Buffer, size = 1_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What the tables say, to be compared with the counters. */
export async function tally(database: Database, importId: number, listId: number) {
  const { rows } = await database.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM contacts WHERE list_id = $2) AS list,
            (SELECT contacts::int FROM lists WHERE id = $2) AS list_counter,
            (SELECT count(*)::int FROM contacts WHERE import_id = $1) AS contacts,
            (SELECT count(*)::int FROM import_rejects WHERE import_id = $1 AND kind = 'duplicate') AS duplicates,
            (SELECT count(*)::int FROM import_rejects WHERE import_id = $1 AND kind = 'reject') AS rejects`,
    [importId, listId],
  );
  return rows[0];
}
