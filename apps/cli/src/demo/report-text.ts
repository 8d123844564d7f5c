import { type ReportView } from './api-types';
import { grouped } from './progress-line';

const COUNTRIES_SHOWN = 12;

/** The report as a person wants to read it. */
export function reportText(report: ReportView): string {
  const { totals, units, cost, requests, throughput, campaign } = report;
  const lines = [
    '',
    `Report of “${campaign.name}” (campaign ${campaign.id}, ${campaign.state})`,
    '',
    ...table([
      ['CSV rows', grouped(totals.rows), ''],
      ['  rejected', grouped(totals.rejects), ''],
      ['  duplicate', grouped(totals.duplicates), ''],
      ['  contacts', grouped(totals.contacts), ''],
      ['Suppressed', grouped(totals.suppressed), ''],
      ['Messages', grouped(totals.messages), `in ${grouped(totals.batches)} batches`],
      ...report.states.map(({ state, messages }) => [
        `  ${state}`,
        grouped(messages),
        share(messages, totals.messages),
      ]),
    ]),
    '',
    ...table([
      ['Units', grouped(units.billed), `billed; ${grouped(units.estimated)} estimated, ${units.per_message} a message`],
      ['Cost', cost.total_amount, 'as the provider charged it'],
      ['Requests', grouped(requests.total), `${grouped(requests.throttled)} answered 429`],
      ['Refused by number', grouped(requests.invalid_numbers), 'the provider calls them invalid'],
      [
        'Throughput',
        throughput.messages_per_second === null ? '–' : grouped(throughput.messages_per_second),
        'messages a second',
      ],
    ]),
  ];
  if (report.errors.length > 0) lines.push('', 'Errors', ...errorRows(report));
  return [...lines, '', 'By country', ...countryRows(report)].join('\n');
}

function errorRows({ errors }: ReportView): string[] {
  return table(
    errors.map(({ error_code: code, messages, meaning, resend_could_help: help }) => [
      `  ${code}`,
      grouped(messages),
      `${meaning}${help ? '' : ' (a resend would not help)'}`,
    ]),
  );
}

function countryRows({ destinations }: ReportView): string[] {
  const sums = new Map<string, { messages: number; units: number; carriers: Set<string> }>();
  for (const { country, messages, units, mcc, mnc } of destinations) {
    const sum = sums.get(country) ?? { messages: 0, units: 0, carriers: new Set() };
    sum.messages += messages;
    sum.units += units;
    if (mcc !== null) sum.carriers.add(`${mcc}-${mnc ?? ''}`);
    sums.set(country, sum);
  }
  const sorted = [...sums].sort(([, a], [, b]) => b.messages - a.messages);
  return table(
    sorted
      .slice(0, COUNTRIES_SHOWN)
      .map(([country, { messages, units, carriers }]) => [
        `  ${country}`,
        grouped(messages),
        `${grouped(units)} units, ${carriers.size} carriers`,
      ]),
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Rows of label, number and note, in columns. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([label = '', value = '', note = '']) => {
    return `  ${label.padEnd(first)}  ${value.padStart(second)}  ${note}`.trimEnd();
  });
}
