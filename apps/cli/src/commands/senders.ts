import type { Command } from 'commander';
import { textTable } from '../terminal/table';
import { apiAction, type Shell, widthOf } from './shell';

interface SenderView {
  readonly sender: string;
  readonly type: string;
  readonly country: string | null;
  readonly sms: boolean;
  readonly mms: boolean;
  readonly whatsapp: boolean;
  readonly state: string;
  readonly source: string;
}

interface ProblemView {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy: string;
}

interface AddOptions {
  readonly type?: string;
  readonly country?: string;
  readonly can?: string;
  readonly note?: string;
}

const ANY_VERSION = { 'if-match': '*' };

export function registerSenderCommands(program: Command, shell: Shell): void {
  const senders = program
    .command('senders')
    .description('what campaigns can be sent from: list, check, add, set, sync');
  apiAction<{ type?: string; state?: string }>(
    senders
      .command('ls', { isDefault: true })
      .alias('list')
      .description('all senders Herald knows')
      .option('--type <type>', 'number, short_code, toll_free, powerpack, alphanumeric, whatsapp')
      .option('--state <state>', 'active, disabled, gone'),
    shell,
    async ({ client, print }, _args, { type, state }) => {
      const rows: string[][] = [];
      const query = { limit: 200, type, state };
      for await (const each of client.all<SenderView>('/v1/senders', query)) rows.push(cells(each));
      const columns = ['sender', 'type', 'country', 'can send', 'state', 'known from'].map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  apiAction<{ channel?: string; to?: string }>(
    senders
      .command('check <sender>')
      .description('what a campaign from it would fail for, with the remedy; 1 when launch would refuse')
      .option('--channel <channel>', 'sms, mms or whatsapp', 'sms')
      .option('--to <countries>', 'destinations, as in US,CA'),
    shell,
    async ({ client, print }, [sender = ''], { channel = 'sms', to }) => {
      const query = new URLSearchParams({ channel, ...(to === undefined ? {} : { countries: to }) });
      const path = `/v1/senders/${encodeURIComponent(sender)}/check?${query.toString()}`;
      const { problems } = await client.json<{ problems: ProblemView[] }>('GET', path);
      if (problems.length === 0) print('Nothing stands in its way.');
      for (const { severity, message, remedy } of problems) {
        print(`${severity === 'error' ? 'REFUSED' : 'warning'}: ${message}`);
        print(`  ${remedy}`);
      }
      if (problems.some(({ severity }) => severity === 'error')) shell.exit(1);
    },
  );
  apiAction<AddOptions>(
    senders
      .command('add <sender>')
      .description('register one by hand')
      .option('--type <type>', 'by its shape when left out')
      .option('--country <code>', 'where it is of')
      .option('--can <channels>', 'sms,mms,whatsapp')
      .option('--note <text>'),
    shell,
    async ({ client, print }, [sender = ''], { type, ...rest }) => {
      const json = { sender, ...(type === undefined ? {} : { type }), ...content(rest) };
      print(line(await client.json<SenderView>('POST', '/v1/senders', { json })));
    },
  );
  apiAction<Omit<AddOptions, 'type'>>(
    senders
      .command('set <sender>')
      .description('change what Herald knows of one')
      .option('--country <code>', 'where it is of')
      .option('--can <channels>', 'sms,mms,whatsapp')
      .option('--note <text>'),
    shell,
    async ({ client, print }, [sender = ''], options) => {
      const request = { json: content(options), headers: ANY_VERSION };
      print(line(await client.json<SenderView>('PATCH', pathOf(sender), request)));
    },
  );
  for (const [name, state, description] of [
    ['disable', 'disabled', 'launch no campaign from it'],
    ['enable', 'active', 'let campaigns use it again'],
  ] as const) {
    const command = senders.command(`${name} <sender>`).description(description);
    apiAction(command, shell, async ({ client, print }, [sender = '']) => {
      const request = { json: { state }, headers: ANY_VERSION };
      print(line(await client.json<SenderView>('PATCH', pathOf(sender), request)));
    });
  }
  apiAction(
    senders.command('remove <sender>').description('forget one that no pool shows'),
    shell,
    async ({ client, print }, [sender = '']) => {
      await client.json('DELETE', pathOf(sender), { headers: ANY_VERSION });
      print('It is not known any more.');
    },
  );
  apiAction(
    senders.command('sync').description('take over Powerpacks and pools from the provider now'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: unknown[] }>('POST', '/v1/senders/sync');
      print(`${objects.length} Powerpacks.`);
    },
  );
}

function pathOf(sender: string): string {
  return `/v1/senders/${encodeURIComponent(sender)}`;
}

function content({ country, can, note }: Omit<AddOptions, 'type'>) {
  const channels = can?.split(',').map((each) => each.trim().toLowerCase());
  const able =
    channels && Object.fromEntries(['sms', 'mms', 'whatsapp'].map((each) => [each, channels.includes(each)]));
  return { ...(country === undefined ? {} : { country }), ...(note === undefined ? {} : { note }), ...able };
}

function cells({ sender, type, country, sms, mms, whatsapp, state, source }: SenderView): string[] {
  const able = [sms ? 'SMS' : '', mms ? 'MMS' : '', whatsapp ? 'WhatsApp' : ''].filter((each) => each !== '');
  return [sender, type, country ?? '-', able.join(', '), state, source];
}

function line(sender: SenderView): string {
  return cells(sender).join('\t');
}
