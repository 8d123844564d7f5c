import type { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { ImportView } from '../http/views';
import { assertReadable } from './files';
import { followImport } from './follow-import';
import { type ImportFlags, importOptions, importQuery } from './import-options';
import { importText } from './import-text';
import { saveBody } from './save-body';
import { apiAction, idArgument, type Shell } from './shell';

export function registerImportCommands(program: Command, shell: Shell): void {
  registerImport(program, shell);
  const imports = program.command('imports').description('imports: show one, download its rejected rows');
  apiAction<{ json?: true }>(
    imports
      .command('show')
      .argument('<id>', 'id of the import', idArgument)
      .description('how far it is, what it found, how the file was read')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { json }) => {
      const found = await client.json<ImportView>('GET', `/v1/imports/${id}`);
      if (json === true) printJson(found);
      else print(importText(found));
    },
  );
  apiAction<{ csv?: string }>(
    imports
      .command('rejects')
      .argument('<id>', 'id of the import', idArgument)
      .description('the rows that did not become contacts, as CSV: row, why, what to do, the original cells')
      .option('--csv <file>', 'write to a file instead of stdout'),
    shell,
    async (session, [id = ''], { csv }) => {
      await saveBody(session, await session.client.request('GET', `/v1/imports/${id}/rejects.csv`), csv);
    },
  );
}

function registerImport(program: Command, shell: Shell): void {
  const command = program
    .command('import')
    .argument('<list>', 'id of the list', idArgument)
    .argument('<file>', 'CSV file')
    .description('import a CSV of recipients into a list');
  apiAction<ImportFlags & { watch?: true; json?: true }>(
    importOptions(command)
      .option('--watch', 'wait until it ends, with progress; 1 when it failed')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [list = '', file = ''], flags) => {
      await assertReadable(file);
      const { client } = session;
      const created = await client.json<ImportView>('POST', `/v1/lists/${list}/imports`, {
        query: { ...importQuery(flags), file_name: basename(file) },
        headers: { 'content-type': 'text/csv' },
        body: Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
      });
      const found = flags.watch === true ? await followImport(session, created.id) : created;
      if (flags.json === true) session.printJson(found);
      else session.print(importText(found));
      if (found.state === 'failed') shell.exit(1);
    },
  );
}
