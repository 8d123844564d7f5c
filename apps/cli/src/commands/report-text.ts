import type { Report } from '@herald/reporting';
import { bar } from '../terminal/bar';
import { formatAmount, formatCount, formatDuration, formatShare, formatTime } from '../terminal/format';
import { cut, textTable } from '../terminal/table';
import { attemptLines } from './attempt-text';
import { holdLines } from './hold-text';
import { timeSeriesLines } from './time-series';

interface TextOptions {
  /** Columns of the terminal. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 100;
const MAX_BAR = 30;
const MAX_DESTINATIONS = 25;

const RESEND: Readonly<Record<string, string>> = {
  never: 'no',
  later: 'yes, later',
  once: 'perhaps, once',
  after_change: 'after a change',
  after_recharge: 'after a recharge',
};

/** A report as a person wants to read it. No line is longer than the terminal is wide. */
export function reportText(report: Report, { width = DEFAULT_WIDTH }: TextOptions = {}): string {
  const sections: (readonly string[])[] = [
    headerLines(report),
    ['Audience', ...audienceLines(report, width)],
    section('Messages by state', stateLines(report, width)),
    section('Errors', errorLines(report, width)),
    section('Sent again', attemptLines(report, width)),
    section('Replies', replyLines(report, width)),
    section('Countries and carriers (MCC/MNC)', destinationLines(report, width)),
    ['Sending', ...sendingLines(report, width)],
    section('Per minute (UTC): messages by the time of their present state', timeSeriesLines(report.minutes, width)),
  ];
  const lines = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => cut(line, width)).join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function headerLines(report: Report): string[] {
  const { campaign } = report;
  const { started_at: started, finished_at: finished } = campaign;
  const took =
    started === null || finished === null ? [] : [`  took ${formatDuration(secondsBetween(started, finished))}`];
  const sender = campaign.src ?? `Powerpack ${campaign.powerpack_uuid ?? ''}`;
  return [
    `${campaign.name} (campaign ${campaign.id}): ${campaign.state}`,
    ...(campaign.reason === null ? [] : [`  ${campaign.reason.message}`]),
    `  from ${sender}`,
    ...(campaign.scheduled_at === null ? [] : [`  scheduled for ${formatTime(campaign.scheduled_at)}`]),
    ...(started === null ? [] : [`  started ${formatTime(started)}`]),
    ...(finished === null ? [] : [`  finished ${formatTime(finished)}`]),
    ...took,
    ...holdLines(report.holds),
  ];
}

function audienceLines({ totals }: Report, width: number): string[] {
  const row = (label: string, count: number, whole: number) => [label, formatCount(count), formatShare(count, whole)];
  return textTable(
    [{}, { align: 'right' }, { align: 'right' }],
    [
      row('  rows read', totals.rows, totals.rows),
      row('– rejected', totals.rejects, totals.rows),
      row('– duplicate', totals.duplicates, totals.rows),
      row('= contacts', totals.contacts, totals.rows),
      row('– suppressed', totals.suppressed, totals.contacts),
      row('= messages', totals.messages, totals.contacts),
    ],
    { width },
  );
}

function stateLines({ states, totals }: Report, width: number): string[] {
  const room = Math.min(MAX_BAR, width - 45);
  return textTable(
    [{}, { align: 'right' }, { align: 'right' }, {}],
    states.map(({ state, messages }) => [
      state,
      formatCount(messages),
      formatShare(messages, totals.messages),
      room < 5 ? '' : bar(messages / Math.max(1, totals.messages), room),
    ]),
    { width },
  );
}

function errorLines({ errors, totals }: Report, width: number): string[] {
  if (errors.length === 0) return [];
  return textTable(
    [
      { heading: 'code', align: 'right' },
      { heading: 'messages', align: 'right' },
      { heading: 'share', align: 'right' },
      { heading: 'resend?' },
      { heading: 'meaning' },
    ],
    errors.map((error) => [
      String(error.error_code),
      formatCount(error.messages),
      formatShare(error.messages, totals.messages),
      RESEND[error.resend] ?? error.resend,
      error.meaning,
    ]),
    { width },
  );
}

function replyLines({ replies, opt_outs: optOuts }: Report, width: number): string[] {
  if (replies.total + optOuts.during_campaign + optOuts.saved_at_claim === 0) return [];
  const meanings = Object.entries(replies.meanings).map(([meaning, count]) => `${formatCount(count)} ${meaning}`);
  const late = formatCount(optOuts.saved_between_feed_and_claim);
  return textTable(
    [{}, {}],
    [
      ['replies', [formatCount(replies.total), meanings.join(', ')].filter((part) => part !== '').join(': ')],
      ['opted out meanwhile', formatCount(optOuts.during_campaign)],
      ['spared by the claim', `${formatCount(optOuts.saved_at_claim)}, ${late} of them after their batch was fed`],
    ],
    { width },
  );
}

function destinationLines({ destinations }: Report, width: number): string[] {
  if (destinations.length === 0) return [];
  const lines = textTable(
    [
      { heading: 'to' },
      { heading: 'carrier' },
      { heading: 'messages', align: 'right' },
      { heading: 'delivered', align: 'right' },
      { heading: 'units', align: 'right' },
      { heading: 'cost', align: 'right' },
    ],
    destinations
      .slice(0, MAX_DESTINATIONS)
      .map(({ country, mcc, mnc, messages, units, total_amount, states }) => [
        country,
        mcc === null ? '–' : `${mcc}/${mnc ?? '–'}`,
        formatCount(messages),
        formatShare((states.delivered ?? 0) + (states.read ?? 0), messages),
        formatCount(units),
        formatAmount(total_amount),
      ]),
    { width },
  );
  const more = destinations.length - MAX_DESTINATIONS;
  return more > 0 ? [...lines, `  … and ${more} more (all with --json)`] : lines;
}

function doubtRows({ doubts, lookups }: Report): string[][] {
  const by = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${formatCount(count)} ${name}`)
      .join(', ');
  const { batches, open, settled, share_without_a_person: share, seconds } = doubts;
  const parts = [
    ...(share === null ? [] : [`settled by ${by(settled)}`, `${Math.round(share * 1_000) / 10} % without a person`]),
    ...(seconds === null
      ? []
      : [`median ${formatDuration(seconds.median)}, longest ${formatDuration(seconds.longest)}`]),
    ...(open === 0 ? [] : [`${formatCount(open)} open`]),
  ];
  const told = by(lookups.states ?? {});
  return [
    ...(batches === 0 ? [] : [['in doubt', [`${formatCount(batches)} requests`, ...parts].join('; ')]]),
    ...(told === '' ? [] : [['looked up', told]]),
  ];
}

function sendingLines(report: Report, width: number): string[] {
  const { requests, throughput, units, cost } = report;
  const outcomes = Object.entries(requests.outcomes).map(([outcome, count]) => `${formatCount(count)} ${outcome}`);
  const { first_send_at: first, last_send_at: last, messages_per_second: rate } = throughput;
  const rows: string[][] = [
    ['requests', [formatCount(requests.total), ...outcomes].join(', ').replace(', ', ': ')],
    ['429s met', formatCount(requests.throttled)],
    ['invalid numbers', formatCount(requests.invalid_numbers)],
    ...report.held_back.map(({ country, messages, message }) => [
      'held back',
      `${formatCount(messages)} to ${country}: ${message}`,
    ]),
    ...doubtRows(report),
    ['first send', formatTime(first)],
    ['last send', formatTime(last)],
    ['throughput', rate === null ? '–' : `${formatCount(rate)} messages/s`],
    ['units', `${formatCount(units.estimated)} estimated, ${formatCount(units.billed)} billed`],
    ['cost', formatAmount(cost.total_amount)],
  ];
  return textTable([{}, {}], rows, { width });
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}
