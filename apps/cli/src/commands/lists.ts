import type { Command } from 'commander';
import type { ListView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { apiAction, type Shell } from './shell';

export function registerListCommands(program: Command, shell: Shell): void {
  const lists = program.command('lists').description('contact lists: create, list');
  apiAction<{ defaultCountry?: string; json?: true }>(
    lists
      .command('create <name>')
      .description('create an empty list')
      .option('--default-country <code>', 'whose numbers need no prefix in its imports, as in US')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [name], { defaultCountry, json }) => {
      const list = await client.json<ListView>('POST', '/v1/lists', {
        json: { name, ...(defaultCountry === undefined ? {} : { default_country: defaultCountry }) },
      });
      if (json === true) printJson(list);
      else print(`List ${list.id} "${list.name}". Fill it with: herald import ${list.id} <file.csv> --watch`);
    },
  );
  apiAction(
    lists.command('ls').alias('list').description('all lists, newest first'),
    shell,
    async ({ client, print }) => {
      const rows: string[][] = [];
      for await (const list of client.all<ListView>('/v1/lists')) {
        const { id, name, default_country: country, contacts, created_at: created } = list;
        rows.push([String(id), name, country ?? '–', formatCount(contacts), formatTime(created)]);
      }
      const columns = [
        { heading: 'id', align: 'right' as const },
        { heading: 'name' },
        { heading: 'country' },
        { heading: 'contacts', align: 'right' as const },
        { heading: 'created' },
      ];
      for (const line of textTable(columns, rows, { indent: 0 })) print(line);
    },
  );
}
