import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AudienceBundle, setup, tally } from './setup';

interface Expected {
  readonly default_country: string;
  readonly rows: number;
  readonly contacts: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly rejected_rows: readonly number[];
}

// Files with known answers, kept outside the repository; small ones of our own stand in for them elsewhere.
const GIVEN = process.env.HERALD_FIXTURES ?? join(__dirname, '../../../../shared/fixtures');
const OWN = join(__dirname, '../../fixtures/audience');
const cases = [
  ...['crm-export-us', 'excel-export-de'].map((name) => [name, GIVEN] as const),
  ...['contacts-mixed', 'bank-utf16'].map((name) => [name, OWN] as const),
].filter(([name, folder]) => folder === OWN || existsSync(join(folder, `${name}.csv`)));

describe('files with known answers', () => {
  let bundle: AudienceBundle;
  beforeAll(async () => {
    bundle = await setup();
  });
  afterAll(() => bundle.stop());

  it.each(cases)('imports %s exactly as expected', async (name, folder) => {
    const expected = JSON.parse(await readFile(join(folder, `${name}.expected.json`), 'utf8')) as Expected;
    const file = await readFile(join(folder, `${name}.csv`));
    const imported = await bundle.importText(file, { country: expected.default_country });
    const { rows } = await bundle.database.query<{ row_number: number }>(
      `SELECT row_number FROM import_rejects WHERE import_id = $1 AND kind = 'reject' ORDER BY row_number`,
      [imported.id],
    );
    expect({
      state: imported.state,
      rows: imported.rows,
      contacts: imported.contacts,
      duplicates: imported.duplicates,
      rejects: imported.rejects,
      rejected_rows: rows.map(({ row_number }) => row_number),
    }).toEqual({
      state: 'completed',
      rows: expected.rows,
      contacts: expected.contacts,
      duplicates: expected.duplicates,
      rejects: expected.rejects,
      rejected_rows: expected.rejected_rows,
    });
    expect(await tally(bundle.database, imported.id, imported.list_id)).toMatchObject({
      list: expected.contacts,
      list_counter: expected.contacts,
      duplicates: expected.duplicates,
    });
  });
});
