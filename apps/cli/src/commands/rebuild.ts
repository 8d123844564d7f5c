import type { Rebuilt } from '@herald/ledger';
import type { Command } from 'commander';
import { EXIT_FAILED } from '../http/cli-error';
import { formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';
import { apiAction, idArgument, type Shell } from './shell';

export function registerRebuildCommand(program: Command, shell: Shell): void {
  apiAction<{ check?: true; json?: true }>(
    program
      .command('rebuild')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('make messages and counters again from the log of callbacks, and say what differed')
      .option('--check', 'compare, and write nothing; 1 when something differs')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { check = false, json }) => {
      const rebuilt = await client.json<Rebuilt>('POST', `/v1/campaigns/${id}/rebuild`, { query: { check } });
      if (json === true) printJson(rebuilt);
      else print(rebuiltText(rebuilt));
      // A rebuild that had something to mend has done what it was asked for.
      if (check && !rebuilt.ok) shell.exit(EXIT_FAILED);
    },
  );
}

function rebuiltText({ campaign_id: id, ok, mended, messages, events, differences }: Rebuilt): string {
  const compared = `${formatCount(messages)} messages compared with ${formatCount(events)} events`;
  if (ok) return `Campaign ${id}: the ledger is what its log says (${compared}).`;
  const lines = textTable(
    [{ heading: 'what' }, { heading: 'rows', align: 'right' }, { heading: 'how it differed' }],
    differences.map(({ name, rows, detail }) => [name, formatCount(rows), detail]),
  );
  const verdict = mended ? 'it differed, and was written anew' : 'it DIFFERS, and nothing was written';
  return [...lines, '', `Campaign ${id}: ${verdict} (${compared}).`].join('\n');
}
