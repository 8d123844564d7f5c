import type { Command } from 'commander';
import type { KeyView } from '../http/views';
import { formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { apiAction, idArgument, type Shell } from './shell';

export function registerKeyCommands(program: Command, shell: Shell): void {
  const keys = program.command('keys').description('API keys: create, list, revoke (needs a key with scope admin)');
  apiAction<{ scope: string; json?: true }>(
    keys
      .command('create <name>')
      .description('create a key and print it, this once')
      .option('--scope <scope>', 'read, write (includes read) or admin', 'write')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [name], { scope, json }) => {
      const key = await client.json<KeyView & { secret: string }>('POST', '/v1/keys', { json: { name, scope } });
      if (json === true) {
        printJson(key);
        return;
      }
      print(`Key ${key.id} "${key.name}" (${key.scope}). It is shown this once, only its hash is kept:`);
      print(key.secret);
    },
  );
  apiAction(
    keys.command('list').alias('ls').description('all keys, revoked ones included'),
    shell,
    async ({ client, print }) => {
      const rows: string[][] = [];
      for await (const key of client.all<KeyView>('/v1/keys')) {
        const state = key.revoked_at === null ? 'active' : `revoked ${formatTime(key.revoked_at)}`;
        rows.push([String(key.id), key.name, `${key.prefix}…`, key.scope, formatTime(key.last_used_at), state]);
      }
      const columns = ['id', 'name', 'begins with', 'scope', 'last used', 'state'].map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0 })) print(line);
    },
  );
  apiAction(
    keys.command('revoke').argument('<id>', 'id of the key', idArgument).description('make a key useless, for good'),
    shell,
    async ({ client, print }, [id = '']) => {
      await client.json('DELETE', `/v1/keys/${id}`);
      print(`Key ${id} is revoked.`);
    },
  );
}
