import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type TestApi } from '../api/start-api';
import { type CliRun, runCli } from './run-cli';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('spring')]);

describe('content from a terminal', () => {
  let api: TestApi;
  let access: string[];
  let folder: string;
  let list: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-cli-'));
    await writeFile(join(folder, 'spring.jpg'), JPEG);
    await writeFile(join(folder, 'notes.txt'), 'Hello');
    api = await startApi({ DATA_DIR: folder });
    await api.app.listen(0, '127.0.0.1');
    access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('write')];
    const { rows } = await api.database.query<{ id: number }>(`INSERT INTO lists (name) VALUES ('x') RETURNING id`);
    list = rows[0]?.id ?? 0;
    await api.database.query(
      `INSERT INTO contacts (list_id, phone, country, import_id, row_number, attributes)
       VALUES ($1, 14155550101, 'US', 1, 1, '{"name": "Ann"}'), ($1, 491512345678, 'DE', 1, 2, NULL)`,
      [list],
    );
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const herald = (...args: string[]): Promise<CliRun> => runCli([...args, ...access]);
  const file = (name: string): string => join(folder, name);

  it('keeps files, shows them, gives them back and forgets them', async () => {
    const uploaded = await herald('media', 'upload', file('spring.jpg'), file('notes.txt'));
    expect(uploaded.stdout).toMatch(
      /Medium \d+: spring\.jpg, image\/jpeg, 10 bytes\nMedium \d+: notes\.txt, text\/plain, 5 bytes/,
    );
    expect((await herald('media', 'upload', file('spring.jpg'))).stdout).toContain('(was there already)');
    expect((await herald('media', 'ls')).stdout).toMatch(/notes\.txt +text\/plain +5/);
    const id = /Medium (\d+): spring/.exec(uploaded.stdout)?.[1] ?? '';
    await herald('media', 'get', id, file('copy.jpg'));
    expect(await readFile(file('copy.jpg'))).toEqual(JPEG);
    expect((await herald('media', 'rm', id)).stdout).toBe(`Medium ${id} is deleted.\n`);
    const missing = await herald('media', 'upload', file('none.jpg'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no such file')]);
  });

  it('makes an MMS with a fallback and own values, and shows what it will be', async () => {
    const { stdout } = await herald('media', 'upload', file('spring.jpg'));
    const medium = /Medium (\d+)/.exec(stdout)?.[1] ?? '';
    const draft = ['campaigns', 'create', '--name', 'Spring', '--list', String(list), '--src', '14155550100'];
    const what = ['--type', 'mms', '--media', medium, 'https://example.com/a.png', '--text', 'Hi {{name}}'];
    const made = await herald(...draft, ...what, '--fallback-text', 'Hello {{name}}', '--default', 'name=friend');
    expect(made.stdout).toContain('mms "Hi {{name}}"');
    const id = /Campaign (\d+)/.exec(made.stdout)?.[1] ?? '';
    const shown = await herald('preview', id, '--limit', '2');
    expect(shown.stdout.split('\n')).toEqual([
      `14155550101\tUS\tmms\t1 gsm7 "Hi Ann" ${medium} https://example.com/a.png`,
      '491512345678\tDE\tsms\t1 gsm7 "Hello friend"',
      '',
    ]);
    const wrong = await herald(...draft, ...what, '--default', 'name');
    expect([wrong.code, wrong.stderr]).toEqual([1, '--default is "name": it must be column=value.\n']);
  });

  it('takes everything else as JSON, and tells what is wrong with it', async () => {
    const draft = ['campaigns', 'create', '--name', 'Hello', '--list', String(list), '--src', '14155550100'];
    const content = JSON.stringify({ template: { name: 'hello', language: 'English' } });
    const refused = await herald(...draft, '--type', 'whatsapp', '--content', content);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('content.template.language must be a locale');
  });
});
