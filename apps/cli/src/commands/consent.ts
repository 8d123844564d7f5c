import type { Command } from 'commander';
import { formatTime } from '../terminal/format';
import { apiAction, idArgument, type Shell } from './shell';

interface EventView {
  readonly at: string;
  readonly kind: string;
  readonly scope: string | null;
  readonly key: string | null;
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  readonly text: string | null;
  readonly sender: string | null;
}

interface HistoryView {
  readonly phone: string;
  readonly suppressed: boolean;
  readonly objects: readonly EventView[];
  readonly next_cursor: string | null;
}

interface ReviewView {
  readonly id: number;
  readonly phone: string;
  readonly sender: string;
  readonly text: string;
  readonly why: string;
  readonly received_at: string;
  readonly state: string;
}

interface SettingView {
  readonly sender: string;
  readonly scope: string;
  readonly help_text: string | null;
}

interface PolicyView {
  readonly error_code: number;
  readonly failures: number;
  readonly window_days: number;
  readonly scope: string;
  readonly enabled: boolean;
}

const ANY_VERSION = { 'if-match': '*' };

export function registerConsentCommands(program: Command, shell: Shell): void {
  const consent = program
    .command('consent')
    .description('what people said about being written to: show, reviews, decide, settings, policies');
  registerHistory(consent, shell);
  registerReviews(consent, shell);
  registerSettings(consent, shell);
}

function registerHistory(consent: Command, shell: Shell): void {
  apiAction<{ limit: string; json?: true }>(
    consent
      .command('show <phone>')
      .description('all that was ever said and done about a number, newest first')
      .option('--limit <n>', 'at most so many', '50')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [phone = ''], { limit, json }) => {
      const history = await client.json<HistoryView>('GET', `/v1/consent/${encodeURIComponent(phone)}`, {
        query: { limit },
      });
      if (json === true) {
        printJson(history);
        return;
      }
      print(`${history.phone} is ${history.suppressed ? 'suppressed' : 'not suppressed'}.`);
      for (const event of history.objects) print(eventLine(event));
      if (history.next_cursor !== null) print('There is more: use a larger --limit.');
    },
  );
  apiAction<{ text: string; from: string; at: string; sender?: string }>(
    consent
      .command('add <phone>')
      .description('keep evidence that somebody agreed to be written to')
      .requiredOption('--text <text>', 'what they agreed to, in the words they saw')
      .requiredOption('--from <where>', 'where, as in the address of the form')
      .requiredOption('--at <time>', 'when, ISO 8601 with its zone')
      .option('--sender <sender>', 'the number or Powerpack it is for'),
    shell,
    async ({ client, print }, [phone = ''], { text, from, at, sender }) => {
      await client.json('POST', '/v1/consent', { json: { phone, text, source: from, at, sender } });
      print('It is kept.');
    },
  );
}

function registerReviews(consent: Command, shell: Shell): void {
  apiAction<{ state: string }>(
    consent
      .command('reviews')
      .description('replies that a person has to read; their numbers are held until then')
      .option('--state <state>', 'open, opted_out, opted_in, dismissed or superseded', 'open'),
    shell,
    async ({ client, print }, _args, { state }) => {
      for await (const each of client.all<ReviewView>('/v1/consent/reviews', { state, limit: 200 })) {
        const { id, phone, sender, why, received_at: at } = each;
        print([id, phone, `to ${sender}`, formatTime(at), why, each.state, JSON.stringify(each.text)].join('\t'));
      }
    },
  );
  apiAction<{ note?: string }>(
    consent
      .command('decide')
      .argument('<id>', 'of the review', idArgument)
      .argument('<decision>', 'opted_out, opted_in or dismissed')
      .description('say what a reply asked for')
      .option('--note <text>', 'why'),
    shell,
    async ({ client, print }, [id = '', decision = ''], { note }) => {
      const path = `/v1/consent/reviews/${id}/decide`;
      const { phone, state } = await client.json<ReviewView>('POST', path, { json: { decision, note } });
      print(`Review ${id} of ${phone} is ${state}.`);
    },
  );
}

function registerSettings(consent: Command, shell: Shell): void {
  apiAction(
    consent.command('settings').description('how far an opt-out to each sender reaches, and its HELP text'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: SettingView[] }>('GET', '/v1/consent/settings');
      for (const { sender, scope, help_text: help } of objects) print([sender, scope, help ?? '-'].join('\t'));
    },
  );
  apiAction<{ scope: string; helpText?: string }>(
    consent
      .command('set <sender>')
      .description('set them; a number, a src, a Powerpack, or "*" for all that have none')
      .option('--scope <scope>', 'everything, brand, tendlc_campaign, sender or number', 'everything')
      .option('--help-text <text>', 'what HELP is answered with'),
    shell,
    async ({ client, print }, [sender = ''], { scope, helpText }) => {
      const path = `/v1/consent/settings/${encodeURIComponent(sender)}`;
      const json = { scope, help_text: helpText ?? null };
      await client.json('PUT', path, { json, headers: ANY_VERSION });
      print(`An opt-out to ${sender} reaches ${scope}.`);
    },
  );
  apiAction(
    consent.command('policies').description('which error codes suppress a number, and after how many campaigns'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: PolicyView[] }>('GET', '/v1/consent/policies');
      for (const policy of objects) print(policyLine(policy));
    },
  );
  apiAction<{ failures: string; days: string; scope: string; off?: true }>(
    consent
      .command('policy <code>')
      .description('set one')
      .option('--failures <n>', 'campaigns in which a message ended with it', '1')
      .option('--days <n>', 'within so many days', '90')
      .option('--scope <scope>', 'everything or opt_out', 'everything')
      .option('--off', 'keep it, but let it do nothing'),
    shell,
    async ({ client, print }, [code = ''], { failures, days, scope, off }) => {
      const json = { failures: Number(failures), window_days: Number(days), scope, enabled: off !== true };
      const path = `/v1/consent/policies/${encodeURIComponent(code)}`;
      print(policyLine(await client.json<PolicyView>('PUT', path, { json, headers: ANY_VERSION })));
    },
  );
}

function policyLine({ error_code: code, failures, window_days: days, scope, enabled }: PolicyView): string {
  return [code, `${failures} in ${days} days`, scope, enabled ? 'on' : 'off'].join('\t');
}

function eventLine({ at, kind, scope, key, actor, source, reason, text, sender }: EventView): string {
  const where = scope === null ? '-' : key === null || key === '' ? scope : `${scope}:${key}`;
  const words = text === null ? '' : `${JSON.stringify(text)}${sender === null ? '' : ` to ${sender}`}`;
  return [formatTime(at), kind, where, `${actor} (${source})`, reason, words].join('\t');
}
