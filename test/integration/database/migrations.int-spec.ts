import { migrate } from '@herald/database';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

describe('migrate', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('finds nothing to do on an up-to-date schema, from several processes at once', async () => {
    const runs = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(runs).toEqual([[], [], []]);
  });
});
