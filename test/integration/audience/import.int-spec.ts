import { ImportRejects, ImportRescue } from '@herald/audience';
import { type AudienceBundle, chunksOf, setup, tally } from './setup';

const FIRST = 14_155_550_000;

/** Rows of distinct numbers, every tenth twice and every hundredth broken. */
function makeRows(count: number): string {
  const lines = ['name,phone'];
  for (let index = 0; index < count; index++) {
    const number = 4_152_000_000 + (index % 10 === 9 ? index - 1 : index);
    lines.push(
      `"Ana ""A"" ${String(index)}",${index % 100 === 50 ? 'n/a' : `(${String(number).slice(0, 3)}) ${String(number).slice(3)}`}`,
    );
  }
  return lines.join('\r\n');
}
const valid = (count: number) =>
  ['phone', ...Array.from({ length: count }, (_, index) => `+${String(FIRST + index)}`)].join('\n');

describe('an import', () => {
  let bundle: AudienceBundle;
  beforeAll(async () => {
    bundle = await setup();
  });
  afterAll(() => bundle.stop());

  it('adds nothing when the same file comes again, and says so', async () => {
    const first = await bundle.importText(valid(10));
    const again = await bundle.importText(valid(10), { listId: first.list_id });
    expect(again).toMatchObject({ state: 'completed', rows: 10, contacts: 0, duplicates: 10, rejects: 0 });
    expect([first.layout.same_file_as, again.layout.same_file_as]).toEqual([undefined, first.id]);
    expect(await tally(bundle.database, again.id, first.list_id)).toMatchObject({ list: 10, list_counter: 10 });
  });

  it('tells duplicates of the file from those of the list', async () => {
    const first = await bundle.importText('phone\n4155550101\n4155550102\n');
    const second = await bundle.importText('phone\n4155550102\n4155550103\n415.555.0103\n', { listId: first.list_id });
    const { rows } = await bundle.database.query(
      'SELECT row_number, code, message, cells FROM import_rejects WHERE import_id = $1 ORDER BY row_number',
      [second.id],
    );
    expect(rows).toEqual([
      { row_number: 1, code: 'already_in_list', message: 'The number was already in the list.', cells: ['4155550102'] },
      {
        row_number: 3,
        code: 'duplicate_in_file',
        message: 'The number was already in this file. Its first row is 2.',
        cells: ['415.555.0103'],
      },
    ]);
  });

  it('keeps what the columns say', async () => {
    const file = 'Name,Mobile,Time Zone,City\n"Zoë ""Z""\nÖ",4155550101,America/New_York,\\N\t=1\n';
    const { list_id } = await bundle.importText(file);
    const { rows } = await bundle.database.query(
      'SELECT phone, country, row_number, time_zone, attributes FROM contacts WHERE list_id = $1',
      [list_id],
    );
    expect(rows).toEqual([
      {
        phone: '14155550101',
        country: 'US',
        row_number: 1,
        time_zone: 'America/New_York',
        attributes: { Name: 'Zoë "Z"\nÖ', City: '\\N\t=1' },
      },
    ]);
  });

  it('goes on where it was stopped, and doubles nothing', async () => {
    const { id: listId } = await bundle.lists.create('stopped', 'US');
    const { id } = await bundle.imports.receive(listId, chunksOf(makeRows(50_000), 65_536));
    const stop = new AbortController();
    stop.abort();
    expect(await bundle.runner.run(id, stop.signal)).toBe('released');
    const half = await bundle.imports.get(id);
    expect(half).toMatchObject({ state: 'queued', rows: 10_000 });
    expect(half.bytes_read).toBeGreaterThan(0);
    expect(half.bytes_read).toBeLessThan(half.bytes_total);

    expect(await bundle.runner.run(id)).toBe('completed');
    const whole = await bundle.imports.get(id);
    expect(whole).toMatchObject({ rows: 50_000, rejects: 500, duplicates: 5_000, contacts: 44_500 });
    expect(await tally(bundle.database, id, listId)).toEqual({
      list: 44_500,
      list_counter: 44_500,
      contacts: 44_500,
      duplicates: 5_000,
      rejects: 500,
    });
    const numbers = await bundle.database.query<{ numbers: number }>(
      `SELECT count(DISTINCT row_number)::int AS numbers FROM (SELECT row_number FROM contacts WHERE import_id = $1
       UNION ALL SELECT row_number FROM import_rejects WHERE import_id = $1) AS every`,
      [id],
    );
    expect(numbers.rows[0]?.numbers).toBe(50_000);
  });

  it('is finished by another worker when the first one has lost its lease', async () => {
    const { id: listId } = await bundle.lists.create('lost', 'US');
    const { id } = await bundle.imports.receive(listId, chunksOf(makeRows(60_000), 65_536));
    const first = bundle.runner.run(id);
    let taken: readonly number[] = [];
    while (!taken.includes(id)) {
      await bundle.database.query(
        `UPDATE imports SET lease_until = now() - interval '1 s' WHERE id = $1 AND rows > 0`,
        [id],
      );
      taken = await bundle.get(ImportRescue).tick();
    }
    const outcomes = await Promise.all([first, bundle.runner.run(id)]);
    expect(outcomes).toEqual(['lost', 'completed']);
    expect(await bundle.imports.get(id)).toMatchObject({ rows: 60_000, contacts: 53_400 });
    expect(await tally(bundle.database, id, listId)).toMatchObject({ list: 53_400, list_counter: 53_400 });
  });

  it('is run by one of two workers', async () => {
    const { id: listId } = await bundle.lists.create('two', 'US');
    const { id } = await bundle.imports.receive(listId, chunksOf(valid(100)));
    const outcomes = await Promise.all([bundle.runner.run(id), bundle.runner.run(id)]);
    expect(outcomes.sort()).toEqual(['completed', 'not_claimed']);
  });

  it('waits for an older import of its list', async () => {
    const { id: listId } = await bundle.lists.create('in order', 'US');
    const older = await bundle.imports.receive(listId, chunksOf(valid(5)));
    const newer = await bundle.imports.receive(listId, chunksOf(valid(6)));
    expect(await bundle.runner.run(newer.id)).toBe('not_claimed');
    expect(await bundle.runner.run(older.id)).toBe('completed');
    expect(await bundle.runner.run(newer.id)).toBe('completed');
    expect(await bundle.imports.get(newer.id)).toMatchObject({ contacts: 1, duplicates: 5 });
  });

  it('is announced again when nobody works on it', async () => {
    const { id: listId } = await bundle.lists.create('forgotten', 'US');
    const { id } = await bundle.imports.receive(listId, chunksOf(valid(5)));
    expect(await bundle.get(ImportRescue).tick()).not.toContain(id);
    await bundle.database.query(`UPDATE imports SET lease_until = now() - interval '1 s' WHERE id = $1`, [id]);
    expect(await bundle.get(ImportRescue).tick()).toContain(id);
    expect(await bundle.get(ImportRescue).tick()).not.toContain(id);
    expect(await bundle.runner.run(id)).toBe('completed');
  });

  it('removes its file when it is over', async () => {
    const { id: listId } = await bundle.lists.create('file', 'US');
    const before = await bundle.files();
    const { id } = await bundle.imports.receive(listId, chunksOf(valid(5)));
    expect(await bundle.files()).toHaveLength(before.length + 1);
    await bundle.runner.run(id);
    expect(await bundle.files()).toEqual(before);
  });

  it('lists its rejects for a spreadsheet', async () => {
    const { id } = await bundle.importText('Name,Phone\n=cmd(),call me\n"O""Neil, Bo",+1 415 555\nAna,4155550101\n');
    let text = '';
    for await (const piece of await bundle.get(ImportRejects).csv(id)) text += piece;
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('\ufeffrow_number,kind,code,column,message,Name,Phone');
    expect(lines[1]).toMatch(/^1,reject,not_a_phone,Phone,.*,'=cmd\(\),call me$/);
    expect(lines[2]).toMatch(/^2,reject,phone_too_short,Phone,.*,"O""Neil, Bo",'\+1 415 555$/);
    expect(lines.slice(3)).toEqual(['']);
  });
});
