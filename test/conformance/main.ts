import { OPERATIONS } from '@herald/provider';

import { type ConformanceReport, runConformance } from './run-conformance';

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

function mark(problems: readonly string[]): string {
  return problems.length === 0 ? 'ok  ' : 'FAIL';
}

function print(report: ConformanceReport): void {
  for (const { id, sdk, sdkFaults, spellings, problems } of report.operations) {
    const by = [...(sdk.length === 0 ? ['no SDK method: raw request'] : sdk), 'Herald'].join(', ');
    line(`${mark(problems)} ${id.padEnd(22)} ${by}${spellings === 2 ? ', both spellings' : ''}`);
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

async function main(): Promise<void> {
  const report = await runConformance();
  print(report);
  const { operationsPassed, operationsDue, kindsPassed, kindsDue } = report;
  line(`${operationsPassed} of ${operationsDue} operations, ${kindsPassed} of ${kindsDue} webhook kinds`);
  const whole = operationsPassed === operationsDue && kindsPassed === kindsDue && report.broken.length === 0;
  process.exitCode = whole ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
