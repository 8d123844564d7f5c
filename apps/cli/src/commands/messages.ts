import type { MessagePage } from '@herald/reporting';
import type { Command } from 'commander';
import { formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';
import { saveBody } from './save-body';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

interface MessagesFlags {
  readonly state?: string;
  readonly error?: string;
  readonly country?: string;
  readonly phone?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly csv?: string | true;
  readonly json?: true;
}

export function registerMessagesCommand(program: Command, shell: Shell): void {
  apiAction<MessagesFlags>(
    program
      .command('messages')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('single messages of a campaign, filtered; a page of them, or all as CSV')
      .option('--state <state>', 'as in delivered, failed, accepted')
      .option('--error <code>', 'the provider’s error code')
      .option('--country <code>', 'as in US')
      .option('--phone <number>', 'one number, E.164')
      .option('--limit <n>', 'at most so many (not with --csv)', '50')
      .option('--cursor <cursor>', 'go on after a page')
      .option('--csv [file]', 'all of them as CSV, to a file or stdout')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [id = ''], flags) => {
      const { state, error, country, phone, limit, cursor, csv, json } = flags;
      const filter = { state, error_code: error, country, phone };
      if (csv !== undefined) {
        const answer = await session.client.request('GET', `/v1/campaigns/${id}/messages.csv`, { query: filter });
        await saveBody(session, answer, csv === true ? undefined : csv);
        return;
      }
      const page = await session.client.json<MessagePage>('GET', `/v1/campaigns/${id}/messages`, {
        query: { ...filter, limit, cursor },
      });
      if (json === true) session.printJson(page);
      else session.print(pageText(page, widthOf(shell)));
    },
  );
}

function pageText({ objects, next_cursor: next }: MessagePage, width: number): string {
  const columns = ['phone', 'state', 'country', 'carrier', 'units', 'cost', 'error'].map((heading) => ({ heading }));
  const rows = objects.map((message) => [
    message.phone,
    message.state,
    message.country,
    message.mcc === null ? '–' : `${message.mcc}/${message.mnc ?? '–'}`,
    message.units === null ? '–' : String(message.units),
    message.total_amount ?? '–',
    message.error_code === null ? '' : `${message.error_code} ${message.error_meaning ?? ''}`,
  ]);
  const end = next === null ? `${formatCount(objects.length)} messages, all shown.` : `more with: --cursor ${next}`;
  return [...textTable(columns, rows, { indent: 0, width }), end].join('\n');
}
