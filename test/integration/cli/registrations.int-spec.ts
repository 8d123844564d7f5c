import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type TestApi } from '../api/start-api';
import { BRAND, CAMPAIGN, PROFILE } from '../senders/registration-details';
import { type CliRun, runCli } from './run-cli';

describe('herald registrations', () => {
  let api: TestApi;
  let access: string[];
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-cli-'));
    file = join(folder, 'registration.json');
    await writeFile(
      file,
      JSON.stringify({ profile: PROFILE, brand: BRAND, campaign: { ...CAMPAIGN, sample1: 'Sale' } }),
    );
    api = await startApi({ DATA_DIR: folder });
    await api.app.listen(0, '127.0.0.1');
    access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('write')];
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const herald = (...args: string[]): Promise<CliRun> => runCli(['registrations', ...args, ...access]);
  const answering = (answers: string[], ...args: string[]): Promise<CliRun> =>
    runCli(['registrations', ...args, ...access], undefined, (question) => {
      const [field = ''] = question.split(' ');
      const answer = answers.shift();
      return Promise.resolve(
        answer === undefined || answer.startsWith(field) ? answer?.slice(field.length + 1) : answer,
      );
    });
  const idIn = (text: string): string => /Registration (\d+)/.exec(text)?.[1] ?? '';

  it('is filled in from a file and by fields, and is submitted for what it costs', async () => {
    const begun = await herald('new', 'Offers', '--file', file);
    const id = idIn(begun.stdout);
    expect(begun.stdout).toContain('wrong: campaign.sample1 has 4 characters: at least 20 are needed');
    expect(begun.stdout).toContain(
      'submitting sends profile, brand, campaign: $19.00 (brand $4.00, secondary vetting not known',
    );
    const set = await herald('set', id, `campaign.sample1=${CAMPAIGN.sample1}`, 'profile.address.city=Dallas');
    expect(set.stdout).toContain('next: Everything is filled in: submit it.');
    expect((await herald('link', id, '+12025551111')).stdout).toMatch(/12025551111 +link requested/);
    const refused = await herald('submit', id);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('cost_not_accepted');
    const submitted = await herald('submit', id, '--accept-cost', '19.00');
    expect(submitted.stdout).toMatch(/profile +requested/);
    expect((await herald('history', id)).stdout).toContain('draft → requested\toperator');
    expect((await herald('ls')).stdout).toMatch(/Offers +requested +requested +0/);
    const shown = JSON.parse((await herald('show', id, '--json')).stdout) as { profile: { details: unknown } };
    expect(shown.profile.details).toMatchObject({ address: { city: 'Dallas', street: '200 Main St' } });
  });

  it('asks for what is missing, and sends nothing without a yes', async () => {
    const id = idIn((await herald('new', 'Asked', '--file', file)).stdout);
    const asked = await answering([`campaign.sample1 ${CAMPAIGN.sample1}`, 'no'], 'guide', id);
    expect(asked.stdout).toContain(
      `Nothing was sent. Submit it with: herald registrations submit ${id} --accept-cost 19.00`,
    );
    const sent = await answering(['yes'], 'guide', id);
    expect(sent.stdout).toMatch(/profile +requested/);
  });

  it('stops asking where the person stops answering, and says how to go on', async () => {
    const id = idIn((await herald('new', 'Later')).stdout);
    const asked = await answering(['profile.customer_type DIRECT'], 'guide', id);
    expect(asked.stdout).toContain(`Go on later with: herald registrations guide ${id}`);
    expect((await herald('show', id)).stdout).not.toContain('profile.customer_type');
    expect((await herald('delete', id)).stdout).toContain('is deleted');
  });

  it('imports a campaign that was registered elsewhere', async () => {
    const begun = await herald('import', 'CVWMV6V', 'Elsewhere');
    expect(begun.stdout).toMatch(/profile +made elsewhere\n/);
    expect(begun.stdout).toMatch(/campaign +requested +CVWMV6V/);
    const again = await herald('import', 'CVWMV6V', 'Elsewhere');
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain('go on with that one');
  });

  it('shows the fees and corrects one', async () => {
    expect((await herald('fees')).stdout).toMatch(/secondary_vetting\tnot known\n/);
    const set = await herald('fees', 'secondary_vetting', '40', '--source', 'invoice');
    expect(set.stdout).toBe('secondary_vetting\t$40.00\tinvoice\n');
  });
});
