import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { herald, processesWith } from '../support/launcher';

interface DemoJson {
  readonly report: { readonly totals: Readonly<Record<string, number>>; readonly campaign: { readonly state: string } };
  readonly verify: { readonly ok: boolean };
  readonly comparison: { readonly agree: boolean };
  readonly herald_ledger: readonly { readonly phone: number; readonly state: string }[];
  readonly simulator_ledger: readonly { readonly phone: number; readonly times: number }[];
}

describe('herald demo', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('runs the main job on a made-up CSV, finds both ledgers equal and leaves no process', async () => {
    const file = join(folder, 'result.json');
    const demo = herald(['demo', '--recipients', '3000', '--json', file]);
    expect({ code: await demo.exited, output: demo.output() }).toMatchObject({ code: 0 });
    expect(demo.output()).toContain('The ledgers agree');

    const result = JSON.parse(await readFile(file, 'utf8')) as DemoJson;
    const { rows = 0, rejects = 0, duplicates = 0, suppressed = 0, messages = 0 } = result.report.totals;
    expect(rows).toBe(3000);
    expect(rows).toBe(rejects + duplicates + suppressed + messages);
    expect(result.report.campaign.state).toBe('completed');
    expect([result.verify.ok, result.comparison.agree]).toEqual([true, true]);
    expect(result.herald_ledger).toHaveLength(messages);
    expect(new Set(result.simulator_ledger.map(({ phone }) => phone)).size).toBe(result.simulator_ledger.length);
    expect(result.simulator_ledger.every(({ times }) => times === 1)).toBe(true);
    expect(await processesWith('.herald/demo')).toEqual([]);
  });

  it('takes a CSV of one’s own', async () => {
    const csv = join(folder, 'mine.csv');
    await writeFile(csv, 'name;phone\nAda;0171 5550101\nBob;0171 5550102\nAda again;+49 171 5550101\nNobody;\n');
    const demo = herald(['demo', '--csv', csv, '--default-country', 'DE']);
    expect({ code: await demo.exited, output: demo.output() }).toMatchObject({ code: 0 });
    expect(demo.output()).toContain('4 rows = 2 contacts, 1 duplicates, 1 rejects');
  });

  it('says what is wrong with a CSV, and fails', async () => {
    const csv = join(folder, 'empty.csv');
    await writeFile(csv, '');
    const demo = herald(['demo', '--csv', csv]);
    expect(await demo.exited).toBe(1);
    expect(demo.output()).not.toContain('The ledgers agree');
    expect(await processesWith('.herald/demo')).toEqual([]);
  });
});
