import type { Command } from 'commander';
import { CliError } from '../http/cli-error';

export interface CampaignFlags {
  readonly name: string;
  readonly text?: string;
  readonly type?: string;
  readonly media?: readonly string[];
  readonly fallbackText?: string;
  readonly content?: string;
  readonly default?: readonly string[];
  readonly src?: string;
  readonly powerpack?: string;
  readonly log?: string;
  readonly trackable?: true;
  readonly expiry?: string;
  readonly at?: string;
  readonly zone?: string;
  readonly ifLate?: string;
  readonly ifLateMinutes?: string;
  readonly priority?: string;
  readonly maxBacklog?: string;
  readonly deadline?: string;
  readonly errorBudget?: string | false;
  readonly canary?: string;
  readonly resend?: string;
  readonly resendWait?: string;
  readonly resendCodes?: string;
}

export interface AcceptForecastFlag {
  readonly acceptForecast?: true;
}

export function acceptForecastOption(command: Command): Command {
  return command.option('--accept-forecast', 'even if it cannot be done before its deadline or its expiry');
}

/** What is sent, by whom and when; limits are the API's to judge. */
export function campaignOptions(command: Command): Command {
  return command
    .option('--text <text>', 'the message; {{column}} is each recipient’s own value')
    .option('--type <type>', 'sms, mms or whatsapp; sms when left out')
    .option('--media <ids or URLs...>', 'what goes with it: ids of the media library, or public URLs')
    .option('--fallback-text <text>', 'of an MMS: what recipients outside the US and Canada get as an SMS')
    .option('--default <column=value...>', 'what stands for a value that a recipient lacks')
    .option('--content <json>', 'template, interactive, location and all else, as the API takes it')
    .option('--src <sender>', 'number, short code or sender name it is sent from')
    .option('--powerpack <uuid>', 'Powerpack it is sent from, instead of --src')
    .option('--log <what>', 'what the provider may log: true, false, content_only, number_only')
    .option('--trackable', 'ask for conversion feedback')
    .option('--expiry <seconds>', 'how long the provider may keep a message queued, 5 to 10799')
    .option('--at <time>', 'when to send: ISO 8601 with an offset, or a local time of --zone; at launch when left out')
    .option('--zone <zone>', 'time zone of --at, as in Europe/Berlin')
    .option('--if-late <policy>', 'when its time has passed by too much: send, skip or ask')
    .option('--if-late-minutes <n>', 'how much is too much')
    .option('--priority <n>', 'higher goes first, -100 to 100')
    .option('--max-backlog <seconds>', 'what of it may wait at the provider, where pause cannot reach it')
    .option('--deadline <time>', 'when nothing more may be sent, as --at; what is left is cancelled')
    .option('--error-budget <json>', 'shares of failures that pause it, as in {"failed_messages": 0.2}')
    .option('--no-error-budget', 'no share of failures pauses it')
    .option('--canary <n>', 'send to so many at first, and to the others when those fared well')
    .option('--resend <attempts>', 'send again what failed for a passing cause, up to so many attempts in all')
    .option('--resend-wait <minutes>', 'how long to wait in between, at least 10')
    .option('--resend-codes <codes>', 'only for these error codes, as in 20,80,300');
}

/** The campaign as the API takes it. */
export function campaignJson(flags: CampaignFlags): Record<string, unknown> {
  const json = {
    name: flags.name,
    text: flags.text,
    type: flags.type,
    content: contentOf(flags),
    src: flags.src,
    powerpack_uuid: flags.powerpack,
    log: flags.log,
    trackable: flags.trackable,
    message_expiry: numberOf('--expiry', flags.expiry),
    scheduled_at: flags.at,
    schedule_zone: flags.zone,
    if_late: flags.ifLate,
    if_late_minutes: numberOf('--if-late-minutes', flags.ifLateMinutes),
    priority: numberOf('--priority', flags.priority),
    max_backlog_seconds: numberOf('--max-backlog', flags.maxBacklog),
    deadline_at: flags.deadline,
    error_budget: errorBudgetOf(flags),
    resend: resendOf(flags),
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

function contentOf({ content, media, fallbackText, default: defaults }: CampaignFlags): object | undefined {
  const given = {
    ...(content === undefined ? {} : jsonOf('--content', content)),
    ...(media === undefined ? {} : { media: media.map((each) => (/^\d+$/.test(each) ? Number(each) : each)) }),
    ...(fallbackText === undefined ? {} : { fallback_text: fallbackText }),
    ...(defaults === undefined ? {} : { defaults: Object.fromEntries(defaults.map(pairOf)) }),
  };
  return Object.keys(given).length === 0 ? undefined : given;
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliError(`--default is "${text}": it must be column=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function errorBudgetOf({ errorBudget, canary }: CampaignFlags): Record<string, unknown> | null | undefined {
  if (errorBudget === false) return null;
  const canaryMessages = numberOf('--canary', canary);
  if (errorBudget === undefined && canaryMessages === undefined) return undefined;
  const given = errorBudget === undefined ? {} : jsonOf('--error-budget', errorBudget);
  return canaryMessages === undefined ? given : { ...given, canary_messages: canaryMessages };
}

function resendOf({ resend, resendWait, resendCodes }: CampaignFlags): Record<string, unknown> | undefined {
  const json = {
    max_attempts: numberOf('--resend', resend),
    wait_minutes: numberOf('--resend-wait', resendWait),
    codes: resendCodes?.split(',').map((code) => numberOf('--resend-codes', code)),
  };
  const given = Object.entries(json).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function jsonOf(option: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new CliError(`${option} is not a JSON object: ${text}`);
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new CliError(`${option} is "${text}": it must be a number.`);
  return number;
}
