import type { Command } from 'commander';

import type { BatchView, DoubtView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

const DECISIONS = 'accepted (the provider took it), not_accepted (send it again) or abandoned (give it up)';

export function registerBatchCommands(program: Command, shell: Shell): void {
  apiAction<{ unknown?: true; campaign?: string; state?: string }>(
    program
      .command('batches')
      .description('batches: the requests a campaign is sent in')
      .option('--unknown', 'only those nobody knows the outcome of')
      .option('--state <state>', 'only those in this state')
      .option('--campaign <id>', 'only of this campaign', idArgument),
    shell,
    async ({ client, print }, _args, { unknown, campaign, state }) => {
      const query = { state: unknown === true ? 'unknown' : state, campaign_id: campaign };
      const rows: string[][] = [];
      for await (const batch of client.all<BatchView>('/v1/batches', query)) {
        const { id, campaign_id: of, messages, rounds, attempts, error } = batch;
        const counts = [messages, attempts, rounds].map(formatCount);
        rows.push([id, String(of), batch.state, batch.country, ...counts, formatTime(batch.sending_at), error ?? '']);
      }
      const headings = ['id', 'campaign', 'state', 'country', 'messages', 'attempts', 'look-ups', 'sent', 'error'];
      const columns = headings.map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  apiAction(
    program
      .command('batch')
      .argument('<id>', 'id of the batch', idArgument)
      .description('one batch, with the evidence of every doubt'),
    shell,
    async ({ client, print }, [id = '']) => {
      batchLines(await client.json<BatchView>('GET', `/v1/batches/${id}`)).forEach(print);
    },
  );
  apiAction<{ as: string; note?: string; campaign?: true }>(
    program
      .command('settle')
      .argument('<id>', 'id of the batch; of the campaign with --campaign', idArgument)
      .description('say what became of a batch whose outcome is unknown')
      .requiredOption('--as <decision>', DECISIONS)
      .option('--note <text>', 'how you know')
      .option('--campaign', 'all of a campaign’s'),
    shell,
    async ({ client, print }, [id = ''], { as, note, campaign }) => {
      const json = { as, ...(note === undefined ? {} : { note }) };
      if (campaign === true) {
        const path = `/v1/campaigns/${id}/settle-unknown`;
        const { batches, messages } = await client.json<{ batches: number; messages: number }>('POST', path, { json });
        print(`${formatCount(batches)} batches with ${formatCount(messages)} messages are settled as ${as}.`);
        return;
      }
      batchLines(await client.json<BatchView>('POST', `/v1/batches/${id}/settle`, { json })).forEach(print);
    },
  );
}

function batchLines(batch: BatchView): string[] {
  const { id, campaign_id: campaign, state, messages, settled, error, doubts = [] } = batch;
  return [
    `Batch ${id} of campaign ${campaign}: ${state}, ${formatCount(messages)} messages, ${formatCount(settled)} heard of`,
    ...(error === null ? [] : [`  ${error}`]),
    ...doubts.flatMap(doubtLines),
  ];
}

function doubtLines({
  unknown_at: since,
  rounds,
  settled_at: at,
  settled_by: by,
  settled_as: as,
  ...rest
}: DoubtView): string[] {
  const end = at === null ? 'open' : `${as ?? ''} by ${rest.decided_by ?? by ?? ''} at ${formatTime(at)}`;
  return [
    `  unknown since ${formatTime(since)}: ${end}${rest.note === null ? '' : ` (${rest.note})`}`,
    ...rounds.map(({ at: when, samples, control }) => {
      const found = samples.map(({ to, evidence }) => `…${to.slice(-4)} ${evidence}`).join(', ');
      return `    looked up ${formatTime(new Date(when).toISOString())}: ${found === '' ? 'no number to go by' : found}; control ${control}`;
    }),
  ];
}
