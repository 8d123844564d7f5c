import { Database, migrate } from '@herald/database';
import { type Service, startPostgres } from '@herald/embedded';
import { createLogger } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { IngressListener } from '../../../apps/ingress/src/ingress-listener';
import { IngressModule } from '../../../apps/ingress/src/ingress.module';
import { ANSWERS } from '../../support/answer-settings';
import { call } from '../callbacks/signed-callback';
import { phones } from '../ledger/seed-campaign';
import { inboundForm } from './inbound-form';

const PUBLIC_URL = 'https://callbacks.example.com';
const PEOPLE = phones(60);

describe('people who write while Postgres is away', () => {
  let folder: string;
  let postgres: Service;
  let ingress: TestingModule;

  const start = (): Promise<Service> =>
    startPostgres({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-inbound-away-'));
    postgres = await start();
    await migrate(postgres.url);
    const config = {
      database: { url: postgres.url, poolSize: 4 },
      callbacks: { publicUrl: PUBLIC_URL, secret: 's'.repeat(32) },
      inbound: ANSWERS,
      ingress: { host: '127.0.0.1', port: 0 },
      plivo: { authToken: 'token', mainAuthToken: undefined },
    };
    const logger = createLogger({ app: 'test', level: 'silent' });
    ingress = await Test.createTestingModule({ imports: [IngressModule.forRoot(config, { logger })] }).compile();
    await ingress.init();
  });
  afterAll(async () => {
    await ingress.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are told to come again, and nothing that was acknowledged is lost', async () => {
    const said = PEOPLE.map((from) => inboundForm({ From: from, To: '14155550000', Text: 'STOP' }));
    const say = async (fields: Record<string, string>) => {
      const { url: origin } = ingress.get(IngressListener);
      const path = '/callbacks/plivo/inbound';
      return { fields, status: await call({ origin, publicUrl: PUBLIC_URL, path, fields, authToken: 'token' }) };
    };
    const before = await Promise.all(said.slice(0, 20).map(say));
    await postgres.stop();
    const away = await Promise.all(said.slice(20, 40).map(say));
    postgres = await start();
    expect(new Set(before.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(away.map(({ status }) => status))).toEqual(new Set([503]));

    // The provider comes again with what was not acknowledged, and with more; a connection may still be the old one once.
    let open = said.slice(20);
    for (let round = 0; round < 5 && open.length > 0; round += 1) {
      open = (await Promise.all(open.map(say))).filter(({ status }) => status !== 200).map(({ fields }) => fields);
    }
    expect(open).toEqual([]);
    const database = ingress.get(Database);
    const { rows } = await database.query<{ phone: string }>('SELECT from_number AS phone FROM inbound_messages');
    expect(rows.map(({ phone }) => phone).sort()).toEqual([...PEOPLE].sort());
    const suppressed = await database.query<{ phone: string }>('SELECT phone FROM suppressions');
    expect(suppressed.rows.map(({ phone }) => phone).sort()).toEqual([...PEOPLE].sort());
  });
});
