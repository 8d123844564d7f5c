import type { Difference, LookupOutcome } from '@herald/delivery';
import type { MessageHistory } from '@herald/reporting';
import type { Command } from 'commander';
import { formatTime } from '../terminal/format';
import { messageMediaLines, type MessageMediaView } from './message-media-text';
import { apiAction, idArgument, type Shell } from './shell';

interface LookupView extends MessageHistory {
  readonly outcome: LookupOutcome;
  readonly provider: {
    readonly message_uuid: string;
    readonly state: string;
    readonly error_code: string | null;
    readonly error_meaning: string | null;
    readonly state_at: string | null;
  } | null;
  readonly differences: readonly Difference[];
}

interface MessageFlags {
  readonly lookup: boolean;
  readonly media?: true;
  readonly json?: true;
}

const OUTCOMES: Readonly<Record<LookupOutcome, string>> = {
  applied: 'Herald knows it now too.',
  unchanged: 'Herald knew it all, or more.',
  not_found: 'The provider has no record of it.',
  not_readable: 'The record is of another number, or in a state Herald does not know: nothing was taken over.',
};

export function registerMessageCommand(program: Command, shell: Shell): void {
  apiAction<MessageFlags>(
    program
      .command('message')
      .argument('<campaign>', 'id of the campaign', idArgument)
      .argument('<phone>', 'the number, E.164')
      .description('one message: what Herald knows, what the provider says of it now, and where they differ')
      .option('--no-lookup', 'what Herald knows alone: the provider is not asked')
      .option('--media', 'the files that went with it, as the provider keeps them')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = '', phone = ''], { lookup, media, json }) => {
      const path = `/v1/campaigns/${id}/messages/${encodeURIComponent(phone)}`;
      if (media === true) {
        const files = await client.json<MessageMediaView>('GET', `${path}/media`);
        if (json === true) printJson(files);
        else messageMediaLines(files).forEach(print);
        return;
      }
      if (lookup) {
        const view = await client.json<LookupView>('POST', `${path}/lookup`);
        if (json === true) printJson(view);
        else [...historyLines(view), ...lookupLines(view)].forEach(print);
        return;
      }
      const view = await client.json<MessageHistory>('GET', path);
      if (json === true) printJson(view);
      else historyLines(view).forEach(print);
    },
  );
}

function historyLines({ message, sending_at: sentAt, timeline }: MessageHistory): string[] {
  const { phone, state, batch_id: batch, attempt, error_code: code, error_meaning: meaning } = message;
  const error = code === null || code === 0 ? '' : `, ${code} ${meaning ?? ''}`;
  const sent = sentAt === null ? 'not sent' : `sent ${formatTime(sentAt)}`;
  return [
    `${phone}: ${state}${error} (batch ${batch}, attempt ${attempt}, ${sent})`,
    ...timeline.map((entry) => {
      const failure = entry.error_code === null ? '' : ` ${entry.error_code}`;
      return `  ${formatTime(entry.at)}  ${entry.source}: ${entry.state}${failure}`;
    }),
  ];
}

function lookupLines({ provider, outcome, differences }: LookupView): string[] {
  if (provider === null) return [OUTCOMES[outcome]];
  const { message_uuid: uuid, state, error_code: code, error_meaning: meaning, state_at: at } = provider;
  const error = meaning === null ? '' : `, ${code ?? ''} ${meaning}`;
  return [
    `The provider says: ${state}${error}${at === null ? '' : ` since ${formatTime(at)}`} (${uuid})`,
    ...differences.map(
      (each) =>
        `  ${each.field}: Herald had ${each.herald ?? 'nothing'}, the provider has ${each.provider ?? 'nothing'}`,
    ),
    OUTCOMES[outcome],
  ];
}
