import { AppError } from '@herald/kernel';
import type { Report, Verification } from '@herald/reporting';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { reportText } from '../commands/report-text';
import { type AppProcess } from '../stack/app-process';
import { isAtLeast, readableLine } from '../stack/log-line';
import { Stack } from '../stack/stack';
import { ApiClient } from '../http/api-client';
import { formatCount } from '../terminal/format';
import { type Comparison, compareLedgers } from './compare-ledgers';
import { demoSimulator, SIMULATOR_TEXT } from './demo-simulator';
import { generateCsv } from './generate-csv';
import { bodyOf, linesOf } from './body-lines';
import { writeJsonFile } from './json-file';
import { heraldEntries, providerEntries } from './ledger-sources';
import { runMainJob } from './main-job';
import { peakMemoryMb } from './peak-memory';
import { note, Step } from './step';
import { verdict } from './verdict';

export interface DemoOptions {
  /** Thrown away and made anew. */
  readonly folder: string;
  readonly recipients: number;
  readonly csvFile: string | undefined;
  readonly defaultCountry: string;
  readonly jsonFile: string | undefined;
  readonly seed: number;
  readonly workers: number;
  /** Messages a second, of the simulated account and of Herald's limiter. */
  readonly rate: number;
  readonly variables: NodeJS.ProcessEnv;
  /** Resolves when a person wants it to end. */
  readonly interrupted: Promise<string>;
}

// A fictional toll-free number: no recipient that is made up can have it.
const SRC = '18885550100';
const TEXT = 'Herald demo: your order is on its way and arrives tomorrow between 9 and 12. Reply STOP to opt out.';
const BYTES_PER_MB = 1_000_000;

/** The whole demo. True when everything adds up and both ledgers agree; always leaves no process behind. */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { folder, rate, workers } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const csvFile = options.csvFile ?? (await makeCsv(options));

  const started = new Step('start');
  let reportDeath: (error: Error) => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => (reportDeath = reject));
  void options.interrupted.then((cause) => {
    reportDeath(new AppError('conflict', 'interrupted', `interrupted (${cause})`));
  });
  trouble.catch(() => undefined);
  const pace = { ACCOUNT_MESSAGES_PER_SECOND: String(rate), SENDER_MESSAGES_PER_SECOND: String(rate) };
  const stack = await Stack.start({
    dataDir: join(folder, 'data'),
    variables: { ...options.variables, ...pace, API_PORT: '0', INGRESS_PORT: '0' },
    simulator: { options: demoSimulator(rate), seed: String(options.seed) },
    workers,
    onLine: showErrors,
    onDeath: (dead) => {
      reportDeath(deathOf(dead));
    },
  });
  try {
    const { addresses } = stack;
    started.done(`Postgres, Redis, api ${addresses.api}, ingress, ${workers} worker(s)`);
    note('provider', `simulated: ${formatCount(rate)} messages/s, ${SIMULATOR_TEXT}`);
    const client = new ApiClient(addresses.api, stack.apiKey);
    const simulatorUrl = addresses.simulator ?? '';
    const job = { client, simulatorUrl, csvFile, defaultCountry: options.defaultCountry, src: SRC, text: TEXT };
    const campaignId = await Promise.race([runMainJob(job), trouble]);
    return await Promise.race([conclude(options, stack, client, campaignId), trouble]);
  } finally {
    await stack.stop();
  }
}

async function makeCsv({ folder, recipients, seed }: DemoOptions): Promise<string> {
  const line = new Step('csv');
  const path = join(folder, 'recipients.csv');
  const tally = await generateCsv(path, recipients, seed, (done) => {
    line.update(done, recipients);
  });
  const size = ((await stat(path)).size / BYTES_PER_MB).toFixed(1);
  const kinds = `${formatCount(tally.repeated)} repetitions, ${formatCount(tally.bad)} without a usable number`;
  line.done(`${formatCount(recipients)} rows, ${size} MB, ${kinds} (made up: for the simulator only)`);
  return path;
}

/** Report, ledger check, and the comparison with the provider's own ledger. */
async function conclude(options: DemoOptions, stack: Stack, client: ApiClient, campaignId: number): Promise<boolean> {
  const path = `/v1/campaigns/${campaignId}`;
  const report = await client.json<Report>('GET', `${path}/report`);
  process.stdout.write(`\n${reportText(report, { width: process.stdout.columns })}\n`);

  const check = await client.json<Verification>('GET', `${path}/verify`);
  const comparison = await compareLedgers(await provider(stack), heraldEntries(linesOf(await herald(client, path))));
  process.stdout.write(`Peak memory: ${await memoryText(stack, options.workers)}\n`);
  process.stdout.write(
    check.ok
      ? `Herald's own tables add up (${check.checks.length} checks).\n`
      : `HERALD'S OWN TABLES DO NOT ADD UP: ${JSON.stringify(check.checks)}\n`,
  );
  process.stdout.write(`${verdict(comparison)}\n`);
  if (options.jsonFile !== undefined) {
    await writeJson(options.jsonFile, stack, client, path, { report, verify: check, comparison });
    process.stdout.write(`Report and both ledgers: ${options.jsonFile}\n`);
  }
  return check.ok && comparison.agree;
}

interface Results {
  readonly report: Report;
  readonly verify: Verification;
  readonly comparison: Comparison;
}

async function writeJson(file: string, stack: Stack, client: ApiClient, path: string, results: Results): Promise<void> {
  await writeJsonFile(
    file,
    { ...results },
    {
      herald_ledger: heraldEntries(linesOf(await herald(client, path))),
      simulator_ledger: await provider(stack),
    },
  );
}

async function herald(client: ApiClient, campaignPath: string): Promise<AsyncIterable<Uint8Array>> {
  return bodyOf(await client.request('GET', `${campaignPath}/messages.csv`));
}

async function provider(stack: Stack): Promise<ReturnType<typeof providerEntries>> {
  const response = await fetch(`${stack.addresses.simulator ?? ''}/_sim/ledger/destinations`);
  return providerEntries(linesOf(bodyOf(response)));
}

async function memoryText(stack: Stack, workers: number): Promise<string> {
  const names = [
    'api',
    'ingress',
    ...Array.from({ length: workers }, (_, index) => `worker-${index + 1}`),
    'plivo-sim',
  ];
  const pids = [
    ...names.map((name) => [name, stack.process(name).pid] as const),
    ['this process', process.pid] as const,
  ];
  const parts = await Promise.all(pids.map(async ([name, pid]) => `${name} ${(await peakMemoryMb(pid)) ?? '?'} MB`));
  return parts.join(', ');
}

function showErrors(name: string, line: string): void {
  const { level, text } = readableLine(name, line);
  if (isAtLeast(level, 'error')) process.stderr.write(`\n${text}\n`);
}

function deathOf({ name, tail }: AppProcess): Error {
  return new AppError('unavailable', 'process_died', [`${name} has ended unexpectedly:`, ...tail].join('\n'));
}
