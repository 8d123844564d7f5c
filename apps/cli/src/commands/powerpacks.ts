import { type Command, InvalidArgumentError } from 'commander';
import { textTable } from '../terminal/table';
import { apiAction, type Shell, widthOf } from './shell';

interface PowerpackView {
  readonly uuid: string;
  readonly name: string;
  readonly sticky_sender: boolean;
  readonly local_connect: boolean;
  readonly number_priority: readonly {
    readonly country_iso: string;
    readonly service_type: string;
    readonly priority: Readonly<Record<string, string>>;
  }[];
}

interface PoolView extends PowerpackView {
  readonly pool: readonly {
    readonly sender: string;
    readonly type: string;
    readonly country: string | null;
    readonly mms: boolean;
  }[];
}

interface SetOptions {
  readonly name?: string;
  readonly stickySender?: boolean;
  readonly localConnect?: boolean;
  readonly priority?: readonly object[];
}

const ANY_VERSION = { 'if-match': '*' };

export function registerPowerpackCommands(program: Command, shell: Shell): void {
  const powerpacks = program.command('powerpacks').description('pools of numbers the provider chooses from');
  apiAction(
    powerpacks.command('ls', { isDefault: true }).alias('list').description('all Powerpacks'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: PowerpackView[] }>('GET', '/v1/powerpacks');
      const rows = objects.map((each) => [each.uuid, each.name, yes(each.sticky_sender), yes(each.local_connect)]);
      const columns = ['uuid', 'name', 'sticky sender', 'local connect'].map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  apiAction(
    powerpacks.command('show <uuid>').description('one, with its pool'),
    shell,
    async ({ client, print }, [uuid = '']) => {
      for (const line of poolLines(await client.json<PoolView>('GET', pathOf(uuid)))) print(line);
    },
  );
  apiAction<SetOptions>(
    withSettings(powerpacks.command('create <name>').description('make one, with an empty pool')),
    shell,
    async ({ client, print }, [name = ''], options) => {
      const json = { ...settings(options), name };
      for (const line of poolLines(await client.json<PoolView>('POST', '/v1/powerpacks', { json }))) print(line);
    },
  );
  apiAction<SetOptions>(
    withSettings(powerpacks.command('set <uuid>').description('change one').option('--name <name>')),
    shell,
    async ({ client, print }, [uuid = ''], options) => {
      const request = { json: settings(options), headers: ANY_VERSION };
      for (const line of poolLines(await client.json<PoolView>('PATCH', pathOf(uuid), request))) print(line);
    },
  );
  apiAction<{ service: string }>(
    powerpacks
      .command('add <uuid> <number>')
      .description('put a long code or toll-free number into the pool')
      .option('--service <service>', 'mms for a number that can send MMS', 'sms'),
    shell,
    async ({ client, print }, [uuid = '', number = ''], { service }) => {
      const request = { json: { number, service } };
      for (const line of poolLines(await client.json<PoolView>('POST', `${pathOf(uuid)}/numbers`, request)))
        print(line);
    },
  );
  apiAction<{ unrent?: true }>(
    powerpacks
      .command('remove <uuid> <number>')
      .description('take a number or short code out of the pool')
      .option('--unrent', 'give the number up as well: this cannot be undone'),
    shell,
    async ({ client, print }, [uuid = '', number = ''], { unrent }) => {
      const path = `${pathOf(uuid)}/numbers/${encodeURIComponent(number)}${unrent === true ? '?unrent=true' : ''}`;
      for (const line of poolLines(await client.json<PoolView>('DELETE', path))) print(line);
    },
  );
  apiAction(
    powerpacks.command('refresh <uuid> <number>').description('ask the provider for one number of the pool'),
    shell,
    async ({ client, print }, [uuid = '', number = '']) => {
      const path = `${pathOf(uuid)}/numbers/${encodeURIComponent(number)}/refresh`;
      for (const line of poolLines(await client.json<PoolView>('POST', path))) print(line);
    },
  );
  apiAction<{ unrentNumbers?: true }>(
    powerpacks
      .command('delete <uuid>')
      .description('delete one for ever')
      .option('--unrent-numbers', 'give its numbers up as well: this cannot be undone'),
    shell,
    async ({ client, print }, [uuid = ''], { unrentNumbers }) => {
      const path = `${pathOf(uuid)}${unrentNumbers === true ? '?unrent_numbers=true' : ''}`;
      await client.json('DELETE', path, { headers: ANY_VERSION });
      print('It is gone.');
    },
  );
}

function withSettings(command: Command): Command {
  return command
    .option('--sticky-sender', 'the same destination always gets the same number')
    .option('--no-sticky-sender', 'any number of the pool')
    .option('--local-connect', 'numbers of the destination’s area code first')
    .option('--no-local-connect', 'wherever they are of')
    .option('--priority <list>', 'as in US:SMS:shortcode>tollfree>longcode; several with commas', priorities);
}

function priorities(text: string): object[] {
  return text.split(',').map((each) => {
    const [country_iso, service_type, order = ''] = each.trim().split(':');
    const [priority1, priority2, priority3] = order.split('>');
    if (priority3 === undefined) throw new InvalidArgumentError('As in US:SMS:shortcode>tollfree>longcode.');
    return { country_iso, service_type, priority: { priority1, priority2, priority3 } };
  });
}

function settings({ name, stickySender, localConnect, priority }: SetOptions) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(stickySender === undefined ? {} : { sticky_sender: stickySender }),
    ...(localConnect === undefined ? {} : { local_connect: localConnect }),
    ...(priority === undefined ? {} : { number_priority: priority }),
  };
}

function poolLines({
  uuid,
  name,
  sticky_sender: sticky,
  local_connect: local,
  number_priority: order,
  pool,
}: PoolView) {
  return [
    `${name}\t${uuid}`,
    `sticky sender ${yes(sticky)}, local connect ${yes(local)}`,
    ...order.map(({ country_iso: country, service_type: service, priority }) => {
      return `${country} ${service}: ${Object.values(priority).join(' > ')}`;
    }),
    ...pool.map((each) => [each.sender, each.type, each.country ?? '-', each.mms ? 'SMS, MMS' : 'SMS'].join('\t')),
    ...(pool.length === 0 ? ['Its pool is empty.'] : []),
  ];
}

function pathOf(uuid: string): string {
  return `/v1/powerpacks/${encodeURIComponent(uuid)}`;
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}
