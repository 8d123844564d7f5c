import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** Names of metrics in the source of Herald's own processes. */
function metricNames(): string[] {
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => join(ROOT, folder, file)),
  );
  return files.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=name: ')herald_\w+(?=')/g) ?? []);
}

describe('docs/metrics.md', () => {
  it('names every metric', () => {
    const documented = new Set(readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8').match(/herald_\w+/g));
    const names = metricNames();
    expect(names).toContain('herald_sends_total');
    expect(names.filter((name) => !documented.has(name))).toEqual([]);
  });
});
