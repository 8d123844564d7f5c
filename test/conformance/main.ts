import { OPERATIONS } from '@herald/provider';

import { countReference } from './reference-text';
import { type ConformanceReport, runConformance } from './run-conformance';

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

function mark(problems: readonly unknown[]): string {
  return problems.length === 0 ? 'ok  ' : 'FAIL';
}

function print(report: ConformanceReport): void {
  for (const { id, sdk, sdkFaults, spellings, filters, problems } of report.operations) {
    const more = [...(spellings === 2 ? ['both spellings'] : []), ...(filters > 0 ? [`${filters} filters`] : [])];
    line(`${mark(problems)} ${id.padEnd(22)} ${[...sdk, 'Herald', ...more].join(', ')}`);
    for (const fault of sdkFaults) line(`       SDK: ${fault}`);
    for (const problem of problems) line(`       ${problem}`);
  }
  for (const { kind, told, problems } of report.webhooks) {
    line(`${mark(problems)} ${kind.padEnd(22)} ${told.join(', ')}`);
    for (const problem of problems) line(`       ${problem}`);
  }
  const driven = new Set<string>(report.operations.map(({ id }) => id));
  for (const id of Object.keys(OPERATIONS)) if (!driven.has(id)) line(`FAIL ${id.padEnd(22)} not driven`);
  for (const text of report.broken) line(`broken off: ${text}`);
}

/** Whether the fixtures have all that the reference's text has, where it is at hand. */
function compareReference(file: string | undefined): boolean {
  if (file === undefined) return true;
  const { operations, examples, missed } = countReference(file);
  line(`${mark(missed)} the reference’s text has ${operations.length} operations and ${examples.length} JSON examples`);
  for (const at of missed) line(`       line ${at} is of no fixture`);
  return missed.length === 0;
}

async function main(): Promise<void> {
  const [flag, file] = process.argv.slice(2);
  const isComplete = compareReference(flag === '--reference' ? file : undefined);
  const report = await runConformance();
  print(report);
  const { operationsPassed, operationsDue, kindsPassed, kindsDue } = report;
  line(`${operationsPassed} of ${operationsDue} operations, ${kindsPassed} of ${kindsDue} webhook kinds`);
  const whole =
    isComplete && operationsPassed === operationsDue && kindsPassed === kindsDue && report.broken.length === 0;
  process.exitCode = whole ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
