import { AppError } from '@herald/kernel';
import { open } from 'node:fs/promises';
import { type AudienceBundle, chunksOf, setup, tally } from './setup';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => `Ana,+${String(14_155_550_000 + index)}\n`).join('');

describe('a bad file', () => {
  let bundle: AudienceBundle;
  let listId: number;
  beforeAll(async () => {
    bundle = await setup();
  });
  beforeEach(async () => {
    listId = (await bundle.lists.create('bad', 'US')).id;
  });
  afterAll(() => bundle.stop());

  /** What a refused upload must leave: no file, no import. */
  async function expectRefused(attempt: Promise<unknown>, code: string): Promise<void> {
    const error: unknown = await attempt.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe(code);
    expect(await bundle.files()).toEqual([]);
    expect(await bundle.imports.page(listId, { limit: 10 })).toEqual([]);
  }

  it.each([
    ['empty_file', ''],
    ['header_only', 'name,phone\r\n'],
    ['no_phone_column', 'name,mail\nAna,ana@example.com\n'],
    ['not_a_csv', 'PK\u0003\u0004xl/workbook.xml'],
  ])('is refused at once and leaves nothing: %s', async (code, text) => {
    await expectRefused(bundle.imports.receive(listId, chunksOf(text)), code);
  });

  it('is refused when the upload breaks off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield* chunksOf('name,phone\nAna,4155550101\n');
      throw new Error('aborted');
    }
    await expectRefused(bundle.imports.receive(listId, broken()), 'upload_incomplete');
  });

  it('is refused when its list is unknown', async () => {
    const error: unknown = await bundle.imports
      .receive(999_999, chunksOf('phone\n4155550101\n'))
      .catch((e: unknown) => e);
    expect((error as AppError).code).toBe('list_not_found');
    expect(await bundle.files()).toEqual([]);
  });

  it('rejects the row of a 10 MB cell, and only that', async () => {
    const huge = 'x'.repeat(10 * 1024 * 1024);
    const imported = await bundle.importText(`name,phone\nAna,4155550101\n"${huge}",4155550102\nBo,4155550103\n`);
    expect(imported).toMatchObject({ state: 'completed', rows: 3, contacts: 2, rejects: 1 });
    const { rows } = await bundle.database.query<{ code: string; size: number }>(
      'SELECT code, length(cells[1]) AS size FROM import_rejects WHERE import_id = $1',
      [imported.id],
    );
    expect(rows[0]?.code).toBe('cell_too_large');
    expect(rows[0]?.size).toBeLessThan(2_000);
  });

  it('may consist of bad rows only', async () => {
    const imported = await bundle.importText('name,phone\nAna,12345\nBo,\n');
    expect(imported).toMatchObject({ state: 'completed', rows: 2, contacts: 0, rejects: 2 });
  });

  it('is taken out of the list again when it turns out broken far into it', async () => {
    await bundle.importText('phone\n4155550000\n', { listId });
    const imported = await bundle.importText(`name,phone\n${many(30_000)}"never closed,4155550101\n`, { listId });
    expect(imported).toMatchObject({ state: 'failed', rows: 0, contacts: 0, error: { code: 'quote_not_closed' } });
    expect(await tally(bundle.database, imported.id, listId)).toEqual({
      list: 1,
      list_counter: 1,
      contacts: 0,
      duplicates: 0,
      rejects: 0,
    });
  });

  it('fails when more rows are rejected than the caller allows', async () => {
    const text = 'name,phone\nAna,4155550101\nBo,4155550101\nCem,1\nDee,2\n';
    const kept = await bundle.importText(text, { options: { max_reject_ratio: 0.5 } });
    expect(kept).toMatchObject({ state: 'completed', contacts: 1, duplicates: 1, rejects: 2 });

    const imported = await bundle.importText(text, { listId, options: { max_reject_ratio: 0.49 } });
    expect(imported).toMatchObject({
      state: 'failed',
      rows: 2,
      contacts: 0,
      duplicates: 0,
      rejects: 2,
      error: { code: 'too_many_rejects', details: { rows: 4, rejects: 2, ratio: 0.5, max_reject_ratio: 0.49 } },
    });
    expect(await tally(bundle.database, imported.id, listId)).toMatchObject({ list: 0, list_counter: 0, rejects: 2 });
  });
});

describe('the upload folder', () => {
  async function refusedBy(bundle: AudienceBundle, text: string): Promise<unknown> {
    try {
      const { id } = await bundle.lists.create('list', 'US');
      const error = await bundle.imports.receive(id, chunksOf(text)).catch((caught: unknown) => caught);
      expect(await bundle.files()).toEqual([]);
      expect(await bundle.imports.page(id, { limit: 10 })).toEqual([]);
      return error;
    } finally {
      await bundle.stop();
    }
  }

  it('says that the disk is full and keeps nothing', async () => {
    // The kernel's own full disk.
    const bundle = await setup({ create: () => open('/dev/full', 'w') });
    expect(await refusedBy(bundle, 'phone\n4155550101\n')).toMatchObject({ kind: 'unavailable', code: 'storage_full' });
  });

  it('refuses a file that is too large and keeps nothing', async () => {
    const bundle = await setup({ maxBytes: 2_000 });
    const error = await refusedBy(bundle, `name,phone\n${many(200)}`);
    expect(error).toMatchObject({ kind: 'too_large', code: 'upload_too_large' });
  });
});
