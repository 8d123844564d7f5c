import type { Command } from 'commander';
import { openAsBlob } from 'node:fs';
import type { SuppressionView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { assertReadable } from './files';
import { saveBody } from './save-body';
import { apiAction, type Shell } from './shell';

interface WhereFlags {
  readonly scope?: string;
  readonly of?: string;
}

interface ReasonFlags extends WhereFlags {
  readonly reason?: string;
}

interface Imported {
  readonly rows: number;
  readonly added: number;
  readonly known: number;
  readonly rejected: number;
  readonly rejects: readonly { readonly row: number; readonly message: string }[];
}

function withScope(command: Command): Command {
  return command
    .option('--scope <scope>', 'everything, brand, tendlc_campaign, sender or number')
    .option('--of <key>', 'which brand, 10DLC campaign, sender or number of ours');
}

export function registerSuppressCommands(program: Command, shell: Shell): void {
  const suppress = program
    .command('suppress')
    .description('numbers that must not be sent to: add, remove, list, import, export');
  apiAction<ReasonFlags>(
    withScope(
      suppress
        .command('add <phones...>')
        .description('never send to these numbers (E.164, with or without +) again')
        .option('--reason <text>', 'why, as in "asked by phone"'),
    ),
    shell,
    async ({ client, print }, args, { reason, scope, of: key }) => {
      const answer = await client.json<{ added: number; known: number }>('POST', '/v1/suppressions', {
        json: { phones: args.flat(), source: 'cli', reason, scope, key },
      });
      print(`${formatCount(answer.added)} added, ${formatCount(answer.known)} were suppressed before.`);
    },
  );
  apiAction<ReasonFlags>(
    withScope(
      suppress
        .command('remove <phone>')
        .description('allow a number again, everywhere or within one scope')
        .option('--reason <text>', 'why'),
    ),
    shell,
    async ({ client, print }, [phone = ''], { reason, scope, of: key }) => {
      const query = { source: 'cli', reason, scope, key };
      await client.json('DELETE', `/v1/suppressions/${encodeURIComponent(phone)}`, { query });
      print('It may be sent to again.');
    },
  );
  apiAction<WhereFlags>(
    withScope(suppress.command('ls').alias('list').description('all suppressed numbers, as tab-separated lines')),
    shell,
    async ({ client, print }, _args, { scope, of: key }) => {
      for await (const each of client.all<SuppressionView>('/v1/suppressions', { limit: 1_000, scope, key })) {
        const where = each.key === '' ? each.scope : `${each.scope}:${each.key}`;
        print([each.phone, each.reason, each.source, formatTime(each.created_at), where, each.cause].join('\t'));
      }
    },
  );
  apiAction<ReasonFlags>(
    suppress
      .command('import <file>')
      .description('suppress the numbers of a CSV: a column phone, and if wanted scope, key, reason, source')
      .option('--reason <text>', 'for rows that have none'),
    shell,
    async ({ client, print }, [file = ''], { reason }) => {
      await assertReadable(file);
      const body = (await openAsBlob(file)).stream();
      const headers = { 'content-type': 'text/csv' };
      const query = { source: 'cli', reason };
      const response = await client.request('POST', '/v1/suppressions/import', { query, headers, body });
      const { added, known, rejected, rejects } = (await response.json()) as Imported;
      for (const { row, message } of rejects) print(`row ${row}: ${message}`);
      print(
        `${formatCount(added)} added, ${formatCount(known)} were suppressed before, ${formatCount(rejected)} rows left out.`,
      );
      if (rejected > 0) shell.exit(1);
    },
  );
  apiAction<WhereFlags>(
    withScope(suppress.command('export [file]').description('all suppressions as CSV, to a file or stdout')),
    shell,
    async (session, [file], { scope, of: key }) => {
      const answer = await session.client.request('GET', '/v1/suppressions.csv', { query: { scope, key } });
      await saveBody(session, answer, file);
    },
  );
}
