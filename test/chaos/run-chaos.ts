import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sendTiming } from '../../libs/delivery/src/domain/send-timing';
import { PatientApi } from './api';
import { awaitHealed } from './await-healed';
import { launchWaves } from './campaigns';
import { ChaosStack } from './chaos-stack';
import { planFaults } from './fault-plan';
import { readLedgers } from './ledgers';
import { Nemesis, type Struck } from './nemesis';
import { type ChaosOptions } from './options';
import { CALM, simulatorOptions, TIMEOUTS, variables } from './settings';
import { type Restart } from './supervised';
import { unknownBatches } from './unknown-batches';
import { judge, type Verdict } from './verdict';

/** Campaigns begin within this share of the time in which faults strike, and are still being sent afterwards. */
const LAUNCHING_SHARE = 0.6;

export type ChaosResult = Awaited<ReturnType<typeof runChaos>>;

/** The whole run: start, load and faults together, healing, judgement. Leaves no process behind, however it ends. */
export async function runChaos(options: ChaosOptions, tell: (text: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'herald-chaos-'));
  const restarts: Restart[] = [];
  tell(`seed ${options.seed}, logs and databases in ${folder}`);
  const stack = await ChaosStack.start({
    folder,
    workers: options.workers,
    ingresses: options.ingresses,
    variables: variables(options),
    simulator: { seed: options.seed, options: simulatorOptions(options) },
    ...(options.breakFence ? { preload: join(__dirname, 'break-fence.js') } : {}),
    onLine: () => undefined,
    onRestart: (restart) => {
      restarts.push(restart);
      if (!restart.killed) tell(`${restart.name} ENDED BY ITSELF:\n  ${restart.lastLines.join('\n  ')}`);
    },
  });
  let verdict: Verdict | undefined;
  try {
    const result = await loadAndJudge(options, stack, restarts, tell);
    verdict = result.verdict;
    return result;
  } finally {
    await stack.stop();
    if (verdict?.ok === true && !options.keep) await rm(folder, { recursive: true, force: true });
    else tell(`kept for a look: ${folder}`);
  }
}

async function loadAndJudge(
  options: ChaosOptions,
  stack: ChaosStack,
  restarts: readonly Restart[],
  tell: (text: string) => void,
) {
  const durationMs = options.minutes * 60_000;
  const plan = planFaults({ ...options, durationMs, leaseMs: sendTiming(TIMEOUTS).leaseMs });
  const api = new PatientApi(stack.addresses.api, stack.apiKey);
  const simulatorUrl = stack.addresses.simulator;
  const started = performance.now();
  const nemesis = new Nemesis(stack, CALM, tell);
  const [waves] = await Promise.all([
    launchWaves(api, { ...options, overMs: durationMs * LAUNCHING_SHARE }, tell),
    nemesis.run(plan),
  ]);
  const chaosSeconds = secondsSince(started);
  tell(`${nemesis.struck.length} faults struck and healed in ${chaosSeconds} s; hands off from here`);

  await stack.whenReady();
  const healed = await awaitHealed({ api, simulatorUrl, waves, timeoutMs: options.healMinutes * 60_000, tell });
  tell(`healed after ${healed.seconds} s: ${JSON.stringify(healed)}`);
  const ledgers = await readLedgers(api, simulatorUrl, waves);
  const unknown = await unknownBatches(stack.services.databaseUrl);
  const died = restarts.filter(({ killed }) => !killed).map(({ name }) => name);
  const faults = { faultsPlanned: plan.length, faultsStruck: nemesis.struck.length };
  return {
    seed: options.seed,
    options,
    verdict: judge({ ledgers, unknown, healed, died, ...faults }),
    faults: { in_all: nemesis.struck.length, by_kind: byKind(nemesis.struck), each: nemesis.struck },
    ledgers,
    unknown_batches: unknown,
    restarts: restartCounts(restarts),
    died_by_themselves: restarts.filter(({ killed }) => !killed),
    healed,
    durations: { chaos_s: chaosSeconds, whole_s: secondsSince(started) },
  };
}

function byKind(struck: readonly Struck[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of struck) counts[name] = (counts[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([left], [right]) => left.localeCompare(right)));
}

function restartCounts(restarts: readonly Restart[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of restarts) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
