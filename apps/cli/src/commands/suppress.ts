import type { Command } from 'commander';
import type { SuppressionView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { apiAction, type Shell } from './shell';

export function registerSuppressCommands(program: Command, shell: Shell): void {
  const suppress = program.command('suppress').description('numbers that must not be sent to: add, remove, list');
  apiAction<{ reason?: string }>(
    suppress
      .command('add <phones...>')
      .description('never send to these numbers (E.164, with or without +) again')
      .option('--reason <text>', 'why, as in "asked by phone"'),
    shell,
    async ({ client, print }, args, { reason }) => {
      const answer = await client.json<{ added: number; known: number }>('POST', '/v1/suppressions', {
        json: { phones: args.flat(), source: 'cli', ...(reason === undefined ? {} : { reason }) },
      });
      print(`${formatCount(answer.added)} added, ${formatCount(answer.known)} were suppressed before.`);
    },
  );
  apiAction(
    suppress.command('remove <phone>').description('allow a number again'),
    shell,
    async ({ client, print }, [phone = '']) => {
      await client.json('DELETE', `/v1/suppressions/${encodeURIComponent(phone)}`);
      print('It may be sent to again.');
    },
  );
  apiAction(
    suppress.command('ls').alias('list').description('all suppressed numbers, as tab-separated lines'),
    shell,
    async ({ client, print }) => {
      for await (const { phone, reason, source, created_at: at } of client.all<SuppressionView>('/v1/suppressions', {
        limit: 1_000,
      })) {
        print([phone, reason, source, formatTime(at)].join('\t'));
      }
    },
  );
}
