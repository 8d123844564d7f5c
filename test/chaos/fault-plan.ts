import { seededRandom } from '../../apps/cli/src/demo/seeded-random';

/** A connection's faults; `link` says whose: workers to provider, or provider to ingress. */
export type LinkFault = 'cut' | 'refuse' | 'delay' | 'half_close' | 'stall';
export type LinkName = 'provider' | 'callbacks';

interface Timed {
  /** Milliseconds after the first fault may come. */
  readonly at: number;
  /** Milliseconds until it is healed. */
  readonly forMs: number;
}

/** One fault, wholly determined by the seed. */
export type Fault = Timed &
  (
    | { readonly kind: 'kill' | 'freeze'; readonly target: string }
    | { readonly kind: 'restart_postgres' | 'empty_redis' }
    | { readonly kind: 'link'; readonly link: LinkName; readonly fault: LinkFault; readonly delayMs: number }
    | { readonly kind: 'simulator'; readonly fault: string; readonly settings: Readonly<Record<string, number>> }
  );

export interface PlanOptions {
  readonly seed: number;
  readonly faults: number;
  readonly durationMs: number;
  readonly workers: number;
  readonly ingresses: number;
  /** A worker is frozen for longer than this. */
  readonly leaseMs: number;
}

type Random = () => number;
type Draft = (random: Random, options: PlanOptions) => FaultBody;
type FaultBody = Fault extends infer Each ? (Each extends Fault ? Omit<Each, 'at'> : never) : never;

const between = (random: Random, low: number, high: number): number => Math.round(low + random() * (high - low));
const oneOf = (random: Random, name: string, count: number): string => `${name}-${1 + Math.floor(random() * count)}`;
const kill =
  (pick: (random: Random, options: PlanOptions) => string): Draft =>
  (random, options) => ({
    kind: 'kill',
    target: pick(random, options),
    forMs: between(random, 200, 2_500),
  });
const link =
  (name: LinkName, fault: LinkFault): Draft =>
  (random) => ({
    kind: 'link',
    link: name,
    fault,
    delayMs: between(random, 150, 1_200),
    forMs: fault === 'cut' || fault === 'half_close' ? 0 : between(random, 1_500, 6_000),
  });
const simulator =
  (fault: string, settings: Readonly<Record<string, number>> = {}): Draft =>
  (random) => ({
    kind: 'simulator',
    fault,
    settings: { probability: between(random, 30, 80) / 100, ...settings },
    forMs: between(random, 2_500, 8_000),
  });

/** Every fault there is: name → how it is drawn. Each comes at least once where the plan is long enough. */
const DRAFTS: Readonly<Record<string, Draft>> = {
  kill_worker: kill((random, { workers }) => oneOf(random, 'worker', workers)),
  kill_ingress: kill((random, { ingresses }) => oneOf(random, 'ingress', ingresses)),
  kill_api: kill(() => 'api'),
  freeze_worker: (random, { workers, leaseMs }) => ({
    kind: 'freeze',
    target: oneOf(random, 'worker', workers),
    forMs: leaseMs + between(random, 500, 4_000),
  }),
  freeze_ingress: (random, { ingresses }) => ({
    kind: 'freeze',
    target: oneOf(random, 'ingress', ingresses),
    forMs: between(random, 1_000, 10_000),
  }),
  restart_postgres: (random) => ({ kind: 'restart_postgres', forMs: between(random, 0, 2_500) }),
  empty_redis: (random) => ({ kind: 'empty_redis', forMs: between(random, 0, 2_500) }),
  provider_cut: link('provider', 'cut'),
  provider_refuse: link('provider', 'refuse'),
  provider_delay: link('provider', 'delay'),
  provider_half_close: link('provider', 'half_close'),
  provider_stall: link('provider', 'stall'),
  callbacks_cut: link('callbacks', 'cut'),
  callbacks_refuse: link('callbacks', 'refuse'),
  callbacks_delay: link('callbacks', 'delay'),
  callbacks_half_close: link('callbacks', 'half_close'),
  callbacks_stall: link('callbacks', 'stall'),
  drop_before_accept: simulator('drop_before_accept'),
  drop_after_accept: simulator('drop_after_accept'),
  hang_before_accept: simulator('hang_before_accept'),
  hang_after_accept: simulator('hang_after_accept'),
  error_500_before_accept: simulator('error_500_before_accept'),
  error_500_after_accept: simulator('error_500_after_accept'),
  error_503_before_accept: simulator('error_503_before_accept'),
  garbage_after_accept: simulator('garbage_after_accept'),
  throttle_storm: simulator('throttle_storm'),
  callbacks_before_answer: simulator('callbacks_before_answer', { max_wait_ms: 1_500 }),
  callback_lost: simulator('callback_lost', { probability: 0.05 }),
  callback_duplicated: simulator('callback_duplicated'),
  callback_reordered: simulator('callback_reordered', { window_ms: 3_000 }),
  callback_late: simulator('callback_late', { min_ms: 2_000, max_ms: 15_000 }),
};

/** The ones the promises hang on: half of all faults beyond the first round are of these. */
const OFTEN = [
  'kill_worker',
  'freeze_worker',
  'drop_after_accept',
  'hang_after_accept',
  'provider_half_close',
] as const;

/** In every plan, however short. */
const ALWAYS = [
  ...['kill_worker', 'kill_ingress', 'kill_api', 'freeze_worker', 'freeze_ingress', 'restart_postgres', 'empty_redis'],
  ...['provider_cut', 'provider_half_close', 'provider_delay', 'drop_after_accept', 'hang_after_accept', 'kill_worker'],
  'callback_lost',
];

/** The faults of a run, in time order: the same seed and options give the same plan. */
export function planFaults(options: PlanOptions): Fault[] {
  const random = seededRandom(options.seed);
  const free = new Map<string, number>();
  const slot = options.durationMs / options.faults;
  return chooseNames(options, random).map((name, index) => {
    const at = Math.round((index + random() * 0.8) * slot);
    return { ...undisturbed(name, at, random, options, free), at };
  });
}

function chooseNames({ faults }: PlanOptions, random: Random): string[] {
  const all = shuffled(Object.keys(DRAFTS), random);
  const chosen = [...ALWAYS, ...all.filter((name) => !ALWAYS.includes(name))].slice(0, faults);
  while (chosen.length < faults) chosen.push(again(random, all));
  return shuffled(chosen, random);
}

/** Two faults of one thing do not overlap where it can be helped: the second would show nothing of its own. */
function undisturbed(
  name: string,
  at: number,
  random: Random,
  options: PlanOptions,
  free: Map<string, number>,
): FaultBody {
  let body = draft(name, random, options);
  for (let tried = 0; tried < 8 && (free.get(targetOf(body)) ?? 0) > at; tried += 1)
    body = draft(name, random, options);
  free.set(targetOf(body), at + body.forMs);
  return body;
}

function draft(name: string, random: Random, options: PlanOptions): FaultBody {
  const make = DRAFTS[name];
  if (make === undefined) throw new Error(`there is no fault ${name}`);
  return make(random, options);
}

function again(random: Random, names: readonly string[]): string {
  const from = random() < 0.5 ? OFTEN : names;
  return from[Math.floor(random() * from.length)] ?? 'kill_worker';
}

function shuffled(names: readonly string[], random: Random): string[] {
  const keyed = names.map((name) => ({ name, key: random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ name }) => name);
}

/** What a fault strikes: faults of one target follow each other. */
export function targetOf(fault: FaultBody): string {
  if ('target' in fault) return fault.target;
  if (fault.kind === 'link') return `link ${fault.link}`;
  if (fault.kind === 'simulator') return `simulator ${fault.fault}`;
  return fault.kind === 'restart_postgres' ? 'postgres' : 'redis';
}

/** `kill worker`, `freeze ingress`, `link provider half_close`, `simulator drop_after_accept`… */
export function nameOf(fault: FaultBody): string {
  if ('target' in fault) return `${fault.kind} ${fault.target.replace(/-\d+$/, '')}`;
  if (fault.kind === 'link') return `link ${fault.link} ${fault.fault}`;
  if (fault.kind === 'simulator') return `simulator ${fault.fault}`;
  return fault.kind.replace('_', ' ');
}
