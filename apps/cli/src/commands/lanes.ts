import type { Command } from 'commander';
import { apiAction, type Shell } from './shell';

interface LaneView {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly channel: string;
  readonly amount: number | null;
  readonly window_ms: number | null;
  readonly source: string;
  readonly hold: { readonly code: string; readonly message: string } | null;
}

interface SetOptions {
  readonly window?: string;
  readonly source?: string;
}

export function registerLaneCommands(program: Command, shell: Shell): void {
  const lanes = program
    .command('lanes')
    .description('the provider’s limits as Herald keeps them: list, set, hold, release');
  apiAction(
    lanes.command('ls', { isDefault: true }).alias('list').description('all lanes, as tab-separated lines'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: LaneView[] }>('GET', '/v1/lanes');
      for (const lane of objects) print(laneLine(lane));
    },
  );
  apiAction<SetOptions>(
    lanes
      .command('set <id> <amount>')
      .description('change how much passes; all workers follow within about two seconds')
      .option('--window <ms>', 'the time the amount is for')
      .option('--source <text>', 'where the amount comes from'),
    shell,
    async ({ client, print }, [id = '', amount = ''], { window, source }) => {
      const json = {
        amount: Number(amount),
        ...(window === undefined ? {} : { window_ms: Number(window) }),
        ...(source === undefined ? {} : { source }),
      };
      const headers = { 'if-match': '*' };
      print(laneLine(await client.json<LaneView>('PATCH', `/v1/lanes/${encodeURIComponent(id)}`, { json, headers })));
    },
  );
  apiAction(
    lanes.command('hold <id> <reason>').description('let nothing pass a lane until it is released'),
    shell,
    async ({ client, print }, [id = '', reason = '']) => {
      const path = `/v1/lanes/${encodeURIComponent(id)}/hold`;
      print(laneLine(await client.json<LaneView>('POST', path, { json: { reason } })));
    },
  );
  apiAction(
    lanes.command('release <id>').description('let what was held go on'),
    shell,
    async ({ client, print }, [id = '']) => {
      print(laneLine(await client.json<LaneView>('POST', `/v1/lanes/${encodeURIComponent(id)}/release`)));
    },
  );
}

function laneLine({ id, kind, key, channel, amount, window_ms: windowMs, source, hold }: LaneView): string {
  const limit = amount === null ? 'no limit' : `${amount} ${windowMs === null ? 'at once' : `in ${windowMs} ms`}`;
  const held = hold === null ? 'open' : `HELD: ${hold.code}, ${hold.message}`;
  return [id, kind, key === '' ? '-' : key, channel, limit, held, source].join('\t');
}
