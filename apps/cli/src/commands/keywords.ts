import type { Command } from 'commander';
import { apiAction, type Shell } from './shell';

interface TableView {
  readonly sender: string;
  readonly language: string;
  readonly opt_out: readonly string[];
  readonly opt_in: readonly string[];
  readonly help: readonly string[];
  readonly ignored: readonly string[];
}

interface ListFlags {
  readonly optOut?: string;
  readonly optIn?: string;
  readonly helpWords?: string;
  readonly ignored?: string;
}

export function registerKeywordCommands(program: Command, shell: Shell): void {
  const keywords = program
    .command('keywords')
    .description('words that opt out, opt in or ask for help, beside the built-in ones: ls, set, rm, try');
  apiAction(
    keywords.command('ls', { isDefault: true }).alias('list').description('all tables, as tab-separated lines'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: TableView[] }>('GET', '/v1/keywords');
      for (const table of objects) print(tableLine(table));
    },
  );
  apiAction<ListFlags>(
    keywords
      .command('set <sender> <language>')
      .description('make or replace a table; "*" for every sender, "*" for no language in particular')
      .option('--opt-out <words>', 'separated by commas')
      .option('--opt-in <words>', 'separated by commas')
      .option('--help-words <words>', 'separated by commas')
      .option('--ignored <words>', 'built-in words that mean something else to this sender'),
    shell,
    async ({ client, print }, [sender = '', language = ''], { optOut, optIn, helpWords, ignored }) => {
      const json = { opt_out: split(optOut), opt_in: split(optIn), help: split(helpWords), ignored: split(ignored) };
      const headers = { 'if-match': '*' };
      print(tableLine(await client.json<TableView>('PUT', pathOf(sender, language), { json, headers })));
    },
  );
  apiAction(
    keywords.command('rm <sender> <language>').description('remove a table; the built-in words stay'),
    shell,
    async ({ client, print }, [sender = '', language = '']) => {
      await client.json('DELETE', pathOf(sender, language));
      print('It is gone.');
    },
  );
  apiAction<{ to?: string }>(
    keywords
      .command('try <text>')
      .description('what a reply would be taken for; nothing is done')
      .option('--to <number>', 'our number it would be written to'),
    shell,
    async ({ client, print }, [text = ''], { to }) => {
      const { meaning } = await client.json<{ meaning: string }>('GET', '/v1/keywords/meaning', {
        query: { text, to },
      });
      print(meaning);
    },
  );
}

function pathOf(sender: string, language: string): string {
  return `/v1/keywords/${encodeURIComponent(sender)}/${encodeURIComponent(language)}`;
}

function split(words = ''): string[] {
  return words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function tableLine({ sender, language, opt_out: out, opt_in: into, help, ignored }: TableView): string {
  const lists = Object.entries({ 'opt out': out, 'opt in': into, help, ignored });
  const shown = lists.filter(([, words]) => words.length > 0).map(([name, words]) => `${name}: ${words.join(', ')}`);
  return [sender, language, ...shown].join('\t');
}
