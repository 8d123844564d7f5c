import { PipelinedDatabase, type Sql } from '@herald/database';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

describe('PipelinedDatabase', () => {
  let own: TestDatabase;
  let database: PipelinedDatabase;
  beforeAll(async () => {
    own = await createTestDatabase();
    database = new PipelinedDatabase({ url: own.url, poolSize: 1 });
  });
  afterAll(async () => {
    await database.onApplicationShutdown();
    await own.drop();
  });

  const OUT_OF_RANGE = { code: '22003' };
  /** A statement whose promise is nested, so that those sent after it are rejected before it is. */
  const nested = async (sql: Sql, depth: number): Promise<unknown> =>
    depth === 0 ? sql.query('SELECT 1000000::int::smallint') : await nested(sql, depth - 1);

  it('tells why the first statement failed, not that those behind it were aborted', async () => {
    for (let round = 0; round < 20; round += 1) {
      await expect(
        database.transaction((sql) => Promise.all([nested(sql, 10), sql.query('SELECT 1'), sql.query('SELECT 2')])),
      ).rejects.toMatchObject(OUT_OF_RANGE);
    }
  });

  it('goes on with the same connection afterwards', async () => {
    await expect(database.transaction((sql) => nested(sql, 0))).rejects.toMatchObject(OUT_OF_RANGE);
    const { rows } = await database.transaction((sql) => sql.query<{ one: number }>('SELECT 1 AS one'));
    expect(rows).toEqual([{ one: 1 }]);
  });

  it('throws what the work throws where no statement failed', async () => {
    await expect(database.transaction(() => Promise.reject(new Error('changed my mind')))).rejects.toThrow(
      'changed my mind',
    );
  });
});
