import type { InboundPage, ReplyPage } from '@herald/inbound';
import type { Command } from 'commander';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { messageMediaLines, type MessageMediaView } from './message-media-text';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

interface InboundFlags {
  readonly from?: string;
  readonly to?: string;
  readonly type?: string;
  readonly meaning?: string;
  readonly campaign?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerInboundCommands(program: Command, shell: Shell): void {
  apiAction<InboundFlags>(
    filtered(program.command('inbound').description('messages that people sent, newest first')).option(
      '--campaign <id>',
      'replies to this campaign only',
    ),
    shell,
    async ({ client, print, printJson }, _args, { campaign, json, ...flags }) => {
      const query = { ...queryOf(flags), campaign_id: campaign };
      const page = await client.json<InboundPage>('GET', '/v1/inbound', { query });
      if (json === true) printJson(page);
      else print(pageText(page, widthOf(shell)));
    },
  );
  apiAction<{ json?: true }>(
    program
      .command('inbound-media')
      .argument('<id>', 'id of the inbound message', idArgument)
      .description('the files of a message that a person sent, as the provider keeps them now')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { json }) => {
      const files = await client.json<MessageMediaView>('GET', `/v1/inbound/${id}/media`);
      if (json === true) printJson(files);
      else messageMediaLines(files).forEach(print);
    },
  );
  apiAction<InboundFlags>(
    filtered(
      program
        .command('replies')
        .argument('<id>', 'id of the campaign', idArgument)
        .description('what people answered to a campaign: counts by meaning, and the newest ones'),
    ),
    shell,
    async ({ client, print, printJson }, [id = ''], { json, ...flags }) => {
      const page = await client.json<ReplyPage>('GET', `/v1/campaigns/${id}/replies`, { query: queryOf(flags) });
      if (json === true) {
        printJson(page);
        return;
      }
      const meanings = Object.entries(page.meanings).map(([meaning, count]) => `${formatCount(count)} ${meaning}`);
      print(`${formatCount(page.replies)} replies: ${meanings.join(', ')}.`);
      print(pageText(page, widthOf(shell)));
    },
  );
}

function filtered(command: Command): Command {
  return command
    .option('--from <number>', 'of one person, E.164')
    .option('--to <number>', 'to one of our numbers')
    .option('--type <type>', 'sms, mms or whatsapp')
    .option('--meaning <meaning>', 'opted_out, opted_in, help, review or none')
    .option('--since <time>', 'received then or later, as in 2026-03-01T12:00:00Z')
    .option('--until <time>', 'received before')
    .option('--limit <n>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on after a page')
    .option('--json', 'the API’s answer as it is');
}

function queryOf({ from, to, type, meaning, since, until, limit, cursor }: InboundFlags) {
  return { from, to, type, meaning, since, until, limit, cursor };
}

function pageText({ objects, next_cursor: next }: InboundPage, width: number): string {
  const columns = ['received', 'from', 'to', 'campaign', 'meaning', 'answer', 'text'].map((heading) => ({ heading }));
  const rows = objects.map((message) => [
    formatTime(message.received_at),
    message.from,
    message.to,
    message.campaign_id === null ? '–' : String(message.campaign_id),
    message.meaning === 'none' ? '' : message.meaning,
    message.answer === null ? '' : `${message.answer.kind} ${message.answer.state}`,
    `${message.media.length === 0 ? '' : `[${message.media.length} media] `}${message.text.replace(/\s+/g, ' ')}`,
  ]);
  const end = next === null ? `${formatCount(objects.length)} messages, all shown.` : `more with: --cursor ${next}`;
  return [...textTable(columns, rows, { indent: 0, width }), end].join('\n');
}
