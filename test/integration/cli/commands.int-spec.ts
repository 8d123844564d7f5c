import { ImportRunner } from '@herald/audience';
import { PlanService } from '@herald/campaigns';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../support/wait-for';
import { startApi, type TestApi } from '../api/start-api';
import { aCampaign } from '../reporting/ledger-fixture';
import { MIDWAY } from '../reporting/setup';
import { runCli, type CliRun } from './run-cli';

const CSV = 'Mobile,Name\n+14155550101,Ann\n+14155550101,Ann again\nnonsense,Bob\n+14155550102,Cy\n';

describe('herald from a terminal', () => {
  let api: TestApi;
  let access: string[];
  let folder: string;
  let csv: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-cli-'));
    csv = join(folder, 'customers.csv');
    await writeFile(csv, CSV);
    api = await startApi({ DATA_DIR: folder });
    await api.app.listen(0, '127.0.0.1');
    access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('admin')];
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const herald = (...args: string[]): Promise<CliRun> => runCli([...args, ...access]);
  const idIn = (text: string): string => /(?:List|Import|Campaign|Key) (\d+)/.exec(text)?.[1] ?? '';
  const latest = async (table: string): Promise<number> =>
    (await api.database.query<{ id: number }>(`SELECT max(id) AS id FROM ${table}`)).rows[0]?.id ?? 0;

  it('makes a list and fills it, with progress and the reasons of what was left out', async () => {
    const list = idIn((await herald('lists', 'create', 'customers', '--default-country', 'US')).stdout);
    expect((await herald('lists', 'ls')).stdout).toMatch(/customers +US +0 /);

    const before = await latest('imports');
    const importing = herald('import', list, csv, '--watch');
    const id = await waitFor('the import', async () =>
      (await latest('imports')) > before ? latest('imports') : false,
    );
    await api.app.get(ImportRunner, { strict: false }).run(id);
    const run = await importing;
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`Import ${id} of customers.csv into list ${list}: completed`);
    expect(run.stdout).toContain('4 rows = 2 contacts (50.0 %) + 1 duplicates (25.0 %) + 1 rejects (25.0 %)');
    expect(run.stdout).toContain('phone "Mobile"');
    expect(run.stderr).toContain('100.0 %');

    const rejects = join(folder, 'rejects.csv');
    await herald('imports', 'rejects', String(id), '--csv', rejects);
    expect(await readFile(rejects, 'utf8')).toContain('nonsense');
    expect((await herald('imports', 'rejects', String(id))).stdout).toContain('nonsense');
    expect((await herald('imports', 'show', String(id))).stdout).toContain('completed');
  });

  it('takes a campaign through its life', async () => {
    const list = idIn((await herald('lists', 'create', 'life')).stdout);
    const importId = idIn((await herald('import', list, csv)).stdout);
    await api.app.get(ImportRunner, { strict: false }).run(Number(importId));
    const create = [
      'campaigns',
      'create',
      '--name',
      'Spring',
      '--list',
      list,
      '--text',
      'Hello',
      '--src',
      '+14155550100',
    ];
    const id = idIn((await herald(...create)).stdout);
    expect((await herald('campaigns', 'ls', '--state', 'draft')).stdout).toMatch(new RegExp(`${id}  Spring +draft`));
    expect((await herald('campaigns', 'launch', id)).stdout).toContain('planning');
    await api.app.get(PlanService, { strict: false }).plan(Number(id));
    expect((await herald('campaigns', 'show', id)).stdout).toContain('2 messages in 1 batches');
    expect((await herald('campaigns', 'pause', id)).stdout).toContain('paused');
    expect((await herald('campaigns', 'resume', id)).stdout).toContain('running');
    expect((await herald('verify', id)).stdout).toContain('numbers add up');
    expect((await herald('rebuild', id, '--check')).stdout).toContain('the ledger is what its log says');
    await api.database.query(`UPDATE message_rollups SET messages = messages + 1 WHERE campaign_id = $1`, [id]);
    const differs = await herald('rebuild', id, '--check');
    expect(differs.code).toBe(1);
    expect(differs.stdout).toContain('it DIFFERS, and nothing was written');
    const mended = await herald('rebuild', id);
    expect(mended.code).toBe(0);
    expect(mended.stdout).toContain('it differed, and was written anew');
    expect((await herald('rebuild', id, '--check', '--json')).code).toBe(0);
    const cancelled = await herald('campaigns', 'cancel', id);
    expect(cancelled.stdout).toContain('2 messages will not be sent');
    expect((await herald('campaigns', 'resume', id)).code).toBe(1);

    const draft = idIn((await herald(...create)).stdout);
    expect((await herald('campaigns', 'delete', draft)).stdout).toContain('deleted');
    expect((await herald('campaigns', 'show', draft)).stderr).toContain('[campaign_not_found]');
  });

  it('blasts in one call, and a repetition makes no second campaign', async () => {
    const blast = ['blast', csv, '--text', 'Hello', '--src', '+14155550100', '--idempotency-key', 'spring-1'];
    const first = await herald(
      ...blast,
      '--phone-column',
      'Mobile',
      '--default-country',
      'US',
      '--max-reject-ratio',
      '0.5',
    );
    expect(first.stderr).toBe('');
    expect(first.stdout).toContain('Campaign');
    const campaigns = await latest('campaigns');
    const again = await herald(
      ...blast,
      '--phone-column',
      'Mobile',
      '--default-country',
      'US',
      '--max-reject-ratio',
      '0.5',
    );
    expect(again.stdout).toBe(first.stdout);
    expect(await latest('campaigns')).toBe(campaigns);
    const other = await herald(...blast.map((each) => (each === 'Hello' ? 'Bye' : each)));
    expect(other.code).toBe(1);
  });

  it('tells the API of a blast that its forecast is accepted', async () => {
    const blast = ['blast', csv, '--text', 'Hello', '--src', '+14155550100', '--phone-column', 'Mobile'];
    await herald(...blast, '--default-country', 'US', '--idempotency-key', 'spring-2', '--accept-forecast');
    const { rows } = await api.database.query(
      'SELECT forecast_accepted FROM campaigns WHERE id IN (SELECT max(id) FROM campaigns)',
    );
    expect(rows).toEqual([{ forecast_accepted: true }]);
  });

  it('prints the report, the messages and their CSV', async () => {
    const id = String(await aCampaign(api.database, { batches: MIDWAY, duplicates: 2, rejects: 1 }));
    const report = await herald('report', id);
    expect(report.stdout).toContain('Spring sale');
    expect(report.stdout).toMatch(/delivered +2 +13\.3 %/);
    expect(JSON.parse((await herald('report', id, '--json')).stdout)).toMatchObject({ totals: { messages: 15 } });

    const messages = await herald('messages', id, '--state', 'undelivered');
    expect(messages.stdout).toContain('80 Destination temporarily unavailable');
    expect(messages.stdout).toContain('1 messages, all shown');
    expect((await herald('messages', id, '--limit', '2')).stdout).toContain('more with: --cursor');

    const file = join(folder, 'messages.csv');
    await herald('messages', id, '--country', 'DE', '--csv', file);
    expect((await readFile(file, 'utf8')).trimEnd().split('\r\n')).toHaveLength(1 + 4);
    expect((await herald('messages', id, '--csv')).stdout.trimEnd().split('\r\n')).toHaveLength(1 + 15);
  });

  it('verifies, and exits 1 with the wrong number marked', async () => {
    const id = String(await aCampaign(api.database, { batches: MIDWAY }));
    const good = await herald('verify', id);
    expect(good.code).toBe(0);
    expect(good.stdout).not.toContain('✗');
    await api.database.query('UPDATE campaigns SET batches = batches + 1 WHERE id = $1', [id]);
    const bad = await herald('verify', id);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/✗ +batches +9 +8 /);
    expect(bad.stdout).toContain('1 of');
    expect((await herald('verify', id, '--json')).code).toBe(1);
  });

  it('watches until the end, and exits by how it ended', async () => {
    for (const [state, code] of [
      ['completed', 0],
      ['cancelled', 1],
    ] as const) {
      const id = String(await aCampaign(api.database, { batches: MIDWAY }));
      let seen = '';
      const watching = runCli(['watch', id, ...access], (text) => (seen = text));
      await waitFor('progress', () => seen.includes('9/15'));
      await api.database.query(`UPDATE campaigns SET state = $2, finished_at = now() WHERE id = $1`, [id, state]);
      const run = await watching;
      expect(run.code).toBe(code);
      expect(run.stdout).toContain(`${state}: 9 of 15 messages settled`);
    }
  });

  it('suppresses numbers and allows them again', async () => {
    expect((await herald('suppress', 'add', '+14155550177', '14155550178', '--reason', 'asked')).stdout).toContain(
      '2 added',
    );
    expect((await herald('suppress', 'ls')).stdout).toMatch(/14155550177\tasked\tcli\t/);
    await herald('suppress', 'remove', '+14155550177');
    expect((await herald('suppress', 'ls')).stdout).not.toContain('14155550177');
    const wrong = await herald('suppress', 'add', '12');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('[phone_invalid]');
  });

  it('suppresses from a file and within a scope, and shows what became of a number', async () => {
    const file = join(folder, 'stop.csv');
    await writeFile(file, 'phone,scope,key\n14155550181,,\n14155550182,brand,B1\nnobody,,\n');
    const imported = await herald('suppress', 'import', file);
    expect(imported).toMatchObject({ code: 1 });
    expect(imported.stdout).toContain('2 added, 0 were suppressed before, 1 rows left out');
    expect(imported.stdout).toContain('row 3: phone must be');
    await herald('suppress', 'add', '14155550181', '--scope', 'number', '--of', '14155550000');
    expect((await herald('suppress', 'ls', '--scope', 'number')).stdout).toMatch(/14155550181\t.*number:14155550000/);
    const out = join(folder, 'out.csv');
    await herald('suppress', 'export', out, '--scope', 'brand');
    expect(await readFile(out, 'utf8')).toMatch(/^phone,scope,key.*\r\n14155550182,brand,B1,operator,imported,cli,/);
    await herald('suppress', 'remove', '14155550181', '--reason', 'asked again');
    const shown = await herald('consent', 'show', '14155550181');
    expect(shown.stdout).toMatch(/^14155550181 is not suppressed\.\n.*lifted\t.*asked again/);
  });

  it('reads reviews and decides them, and keeps keywords, settings and policies', async () => {
    await api.database.query(
      `INSERT INTO consent_reviews (phone, sender, text, why, received_at) VALUES (14155550183, '14155550000', 'hm stop?', 'may_be_opt_out', now())`,
    );
    const [id = ''] = (await herald('consent', 'reviews')).stdout.split('\t');
    expect((await herald('consent', 'decide', id, 'opted_out', '--note', 'clear')).stdout).toContain('is opted_out');
    expect((await herald('consent', 'reviews')).stdout.trim()).toBe('');
    expect((await herald('keywords', 'set', '*', 'de', '--opt-out', 'genug, lass das')).stdout).toContain(
      'genug, lass das',
    );
    expect((await herald('keywords', 'try', 'Genug!')).stdout.trim()).toBe('opt_out');
    expect((await herald('keywords', 'ls')).stdout).toContain('*\tde');
    await herald('keywords', 'rm', '*', 'de');
    await herald('consent', 'set', '14155550000', '--scope', 'number', '--help-text', 'Call us');
    expect((await herald('consent', 'settings')).stdout).toContain('14155550000\tnumber\tCall us');
    expect((await herald('consent', 'policy', '80', '--failures', '6', '--off')).stdout).toContain('6 in 90 days');
    expect((await herald('consent', 'policies')).stdout).toMatch(/80\t6 in 90 days\teverything\toff/);
    await herald('consent', 'add', '14155550184', '--text', 'Yes', '--from', 'till 4', '--at', '2026-01-05T10:00:00Z');
    expect((await herald('consent', 'show', '14155550184')).stdout).toContain('"Yes"');
  });

  it('makes, lists and revokes keys', async () => {
    const created = await herald('keys', 'create', 'shop', '--scope', 'read');
    const secret = created.stdout.trim().split('\n').at(-1) ?? '';
    const id = idIn(created.stdout);
    const asShop = ['--url', access[1] ?? '', '--key', secret];
    expect((await runCli(['lists', 'ls', ...asShop])).code).toBe(0);
    const refused = await runCli(['lists', 'create', 'x', ...asShop]);
    expect(refused.stderr).toContain('[scope_insufficient]');
    expect((await herald('keys', 'list')).stdout).toMatch(/shop +hk_\S+… +read/);
    await herald('keys', 'revoke', id);
    expect((await herald('keys', 'list')).stdout).toMatch(/shop .*revoked/);
  });

  it('says what is wrong, field by field', async () => {
    const run = await herald('keys', 'create', 'x', '--scope', 'root');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('[invalid_request]');
    expect(run.stderr).toMatch(/ {2}- scope: expected one of .*given: "root"/);
    expect((await herald('import', '1', join(folder, 'no.csv'))).stderr).toContain('there is no such file');
  });

  it('says how to start an API that does not answer', async () => {
    const run = await runCli(['report', '1', '--url', 'http://127.0.0.1:1', '--key', 'x']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('npm start');
  });

  it('says what to do about a wrong key', async () => {
    const run = await runCli(['report', '1', '--url', access[1] ?? '', '--key', 'hk_wrong']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('[api_key_invalid]');
    expect(run.stderr).toContain('--key or HERALD_API_KEY');
  });
});
