import { type Operation, type OperationId, OPERATIONS } from '@herald/provider';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { WEBHOOK_KINDS } from '../../conformance/webhooks/kind-check';
import { plivoClients } from '../../support/plivo-clients';

/** The cells of each row of the page's tables, by the first. */
function rows(): Map<string, readonly string[]> {
  const page = readFileSync(join(process.cwd(), 'docs/provider-coverage.md'), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  return new Map(
    lines.map((line) => {
      const [name = '', ...cells] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [name.replace(/`/g, ''), cells];
    }),
  );
}

describe('docs/provider-coverage.md', () => {
  it('has a row for every operation: its endpoint in both spellings, and methods the client has', async () => {
    const clients = plivoClients({ authId: 'MA1', authToken: 't', baseUrl: 'http://127.0.0.1:1' });
    const methods = new Set(
      Object.values(clients).flatMap((client: object) => {
        const { name } = client.constructor;
        return Object.getOwnPropertyNames(Object.getPrototypeOf(client)).map((method) => `${name}.${method}`);
      }),
    );
    await clients.close();
    for (const id of Object.keys(OPERATIONS) as OperationId[]) {
      const { method, path, otherPath }: Operation = OPERATIONS[id];
      const [endpoint, client = '', ...others] = rows().get(id) ?? [];
      expect([id, endpoint]).toEqual([
        id,
        `\`${method} ${path}\`${otherPath === undefined ? '' : ` (or \`${otherPath}\`)`}`,
      ]);
      const [first = '', second] = client.replace(/`/g, '').split(', ');
      expect([...methods]).toContain(first);
      if (second !== undefined) expect([...methods]).toContain(`${first.split('.')[0] ?? ''}.${second}`);
      expect(others.map((cell) => cell !== '')).toEqual([true, true, true]);
    }
  });

  it('has a row for every kind of webhook', () => {
    for (const kind of WEBHOOK_KINDS) expect(rows().get(kind)).toHaveLength(5);
  });
});
