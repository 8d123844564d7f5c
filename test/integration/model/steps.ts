import { type BatchState, canBecome, UNPROVEN_BATCH_STATES } from '@herald/ledger';

import { decide, type OutcomeFacts, type SendDecision } from '../../../libs/delivery/src/domain/send-decision';
import type { Evidence } from '../../../libs/delivery/src/domain/evidence';
import { conclude, type Round } from '../../../libs/delivery/src/domain/verdict';
import {
  type Age,
  type Answer,
  type Answered,
  type Bounds,
  keyOf,
  type Model,
  type Mutation,
  OLDEST,
  type Outcome,
  type Request,
  timesAccepted,
  type Worker,
} from './model';

const LAST_ARRIVAL: Age = 3;
const ANSWERS: readonly Answer[] = ['accepted', 'refused', 'throttled'];

export interface Step {
  readonly name: string;
  readonly next: Model;
}

/** The one step that is a person's. */
export const OPERATOR = 'operator: abandoned';

type Steps = Generator<Step, void, undefined>;

/** Everything that can happen next. Decisions are the real code's: `decide`, `conclude`, `canBecome` and the unproven states. */
export function* stepsFrom(model: Model, bounds: Bounds, mutation?: Mutation): Steps {
  yield* feeding(model, bounds);
  for (const index of [0, 1] as const) yield* working(model, index, bounds, mutation);
  yield* network(model);
  yield* time(model, mutation);
  yield* settling(model, bounds, mutation);
  yield* cancelling(model, mutation);
}

function* feeding(model: Model, { feeds }: Bounds): Steps {
  if (model.campaign === 'running' && model.state === 'planned' && model.tickets.length < feeds) {
    const fed = move(model, { from: ['planned'], to: 'fed', fenceBy: 1 });
    yield { name: 'feed', next: { ...fed, tickets: [...model.tickets, fed.fence] } };
  }
  if (model.state === 'fed')
    yield { name: 'fed lease ends', next: move(model, { from: ['fed'], to: 'planned', fenceBy: 1 }) };
}

function* working(model: Model, index: 0 | 1, bounds: Bounds, mutation?: Mutation): Steps {
  const worker = model.workers[index];
  const as = (next: Worker, of: Model = model): Model => withWorker(of, index, next);
  const name = (text: string): string => `worker ${index}: ${text}`;
  if (worker.at !== 'idle' && model.crashes < bounds.crashes) {
    yield { name: name('dies'), next: { ...as({ at: 'idle' }), crashes: model.crashes + 1 } };
  }
  switch (worker.at) {
    case 'idle':
      for (const ticket of model.tickets) {
        const next = claim(model, index, ticket, mutation);
        if (next === undefined) continue;
        yield { name: name(`claims with ticket ${ticket}`), next };
        const empty = move(next, { from: ['sending'], to: 'cancelled' });
        yield {
          name: name(`claims with ticket ${ticket}, and nobody is left`),
          next: withWorker(empty, index, worker),
        };
      }
      return;
    case 'claimed':
      if (worker.age === 0 || mutation === 'no deadline before the write') {
        yield { name: name('is in time'), next: as({ ...worker, at: 'checked' }) };
      } else
        yield { name: name('is too late'), next: as({ at: 'answered', fence: worker.fence, outcome: 'not_sent' }) };
      return;
    case 'checked': {
      const { fence, age } = worker;
      const requests: Model['requests'] = [...model.requests, { fence, age, where: 'on_its_way' }];
      yield { name: name('writes'), next: { ...as({ at: 'waiting', fence }), requests } };
      return;
    }
    case 'waiting': {
      const where = model.requests.find(({ fence }) => fence === worker.fence)?.where;
      const answer = ANSWERS.find((each) => each === where);
      const outcomes: Outcome[] = answer === undefined ? ['unknown'] : [answer, 'unknown'];
      for (const outcome of outcomes) {
        yield { name: name(`has ${outcome}`), next: as({ at: 'answered', fence: worker.fence, outcome }) };
      }
      return;
    }
    case 'answered': {
      const { fence, outcome } = worker;
      const whose = fence === model.fence ? '' : ' of an older fence';
      yield { name: name(`records ${outcome}${whose}`), next: as({ at: 'idle' }, record(model, worker, mutation)) };
    }
  }
}

function claim(model: Model, index: 0 | 1, ticket: number, mutation?: Mutation): Model | undefined {
  const fenced = model.state === 'fed' && model.fence === ticket;
  const open = mutation === 'no fence at the claim' && (model.state === 'fed' || model.state === 'sending');
  if (model.campaign !== 'running' || (!fenced && !open)) return undefined;
  const fence = model.fence + 1;
  const claimed: Model = { ...model, state: 'sending', fence, age: 0, rounds: [] };
  return withWorker(claimed, index, { at: 'claimed', fence, age: 0 });
}

/** As OutcomeRepository does it; that it does is what the replay shows. */
function record(model: Model, { fence, outcome }: Answered, mutation?: Mutation): Model {
  const to = meaningOf(outcome, mutation);
  if (to === 'accepted') return move(model, { from: UNPROVEN_BATCH_STATES, to });
  const mine = model.fence === fence || (outcome === 'refused' && mutation === 'a refusal under any fence');
  if (!mine) return model;
  return move(model, { from: to === 'unknown' ? ['sending'] : ['sending', 'unknown'], to });
}

function meaningOf(outcome: Outcome, mutation?: Mutation): SendDecision['to'] {
  if (outcome === 'unknown' && mutation === 'no answer means refused') return 'refused';
  if (outcome === 'unknown' && mutation === 'no answer means accepted') return 'accepted';
  return decide(factsOf(outcome), 0, 0).to;
}

function factsOf(kind: Outcome): OutcomeFacts {
  if (kind === 'refused') return { kind, scope: 'batch' };
  return kind === 'throttled' ? { kind, retryAfterMs: undefined } : { kind };
}

function* network(model: Model): Steps {
  for (const [index, request] of model.requests.entries()) {
    if (request.where !== 'on_its_way') continue;
    for (const where of [...ANSWERS, 'lost'] as const) {
      // From here on its age makes no difference.
      const next = { ...model, requests: model.requests.with(index, { ...request, age: 0, where }) };
      yield { name: `request of fence ${request.fence} is ${where}`, next: withoutTheForgotten(next) };
    }
  }
}

/** Nothing given to a socket is still on its way at the second round: the one thing that is assumed (ADR 0012). */
function* time(model: Model, mutation?: Mutation): Steps {
  const pending = model.requests.filter(({ where }) => where === 'on_its_way');
  const checked = model.workers.flatMap((worker) => (worker.at === 'checked' ? [worker.age] : []));
  const late = [...pending.map(({ age }) => age), ...checked].includes(LAST_ARRIVAL);
  if (late && mutation !== 'a network without end') return;
  const older = <T extends { readonly age: Age }>(thing: T): T => ({ ...thing, age: Math.min(OLDEST, thing.age + 1) });
  const next: Model = {
    ...(isOpen(model.state) ? older(model) : model),
    requests: model.requests.map((request) => (request.where === 'on_its_way' ? older(request) : request)),
    workers: [grown(model.workers[0], older), grown(model.workers[1], older)],
  };
  if (keyOf(next) !== keyOf(model)) yield { name: 'time passes', next };
}

function grown(worker: Worker, older: <T extends { readonly age: Age }>(thing: T) => T): Worker {
  return worker.at === 'claimed' || worker.at === 'checked' ? older(worker) : worker;
}

/** The states in which a batch waits for an answer, or for proof that there was none. */
function isOpen(state: BatchState): boolean {
  return state === 'sending' || state === 'unknown';
}

function* settling(model: Model, { without }: Bounds, mutation?: Mutation): Steps {
  const accepted = timesAccepted(model) > 0;
  if (accepted && without !== 'callbacks' && UNPROVEN_BATCH_STATES.some((state) => state === model.state)) {
    yield { name: 'callback', next: move(model, { from: UNPROVEN_BATCH_STATES, to: 'accepted' }) };
  }
  if (model.state === 'sending' && model.age >= 2 && mutation !== 'no lease while sending') {
    const to = mutation === 'a lease that ends means planned' ? 'planned' : 'unknown';
    yield { name: 'sending lease ends', next: move(model, { from: ['sending'], to }) };
  }
  if (model.state !== 'unknown') return;
  yield { name: OPERATOR, next: move(model, { from: ['unknown'], to: 'abandoned' }) };
  if (without === 'records' || model.age < 3 || (model.age === 3 && model.rounds.length > 0)) return;
  // Records may be late in the first round; in the second, a control that is missing tells.
  const late = model.age === 3 || mutation === 'no control';
  const evidence: Evidence[] = accepted
    ? late
      ? ['present', 'absent', 'unclear']
      : ['present', 'unclear']
    : ['absent', 'unclear'];
  for (const seen of evidence) yield { name: `look-up: ${seen}`, next: look(model, seen, mutation) };
}

function look(model: Model, evidence: Evidence, mutation?: Mutation): Model {
  const round: Round = { at: model.age, samples: [{ to: '1', evidence }], control: 'seen' };
  // Looks are a round apart; at the oldest age there is room for any number of them, so the one before was a round earlier.
  const rounds = [...model.rounds.slice(-1).map((before) => ({ ...before, at: 3 })), round];
  const real = conclude(rounds, { roundMs: 1, destinations: 1, invalidShare: 0 });
  const verdict = mutation === 'one round is enough' && evidence === 'absent' ? 'not_accepted' : real;
  const seen = { ...model, rounds };
  if (verdict === 'unclear') return seen;
  if (verdict === 'accepted') return move(seen, { from: ['unknown'], to: 'accepted' });
  return move(seen, { from: ['unknown'], to: 'planned', fenceBy: 1 });
}

/** As CampaignLifecycle and CompletionService do it, which the replay shows. */
function* cancelling(model: Model, mutation?: Mutation): Steps {
  if (model.campaign === 'running') {
    const from: BatchState[] = ['planned', 'fed'];
    if (mutation === 'a cancel that takes what is being sent') from.push('sending');
    yield { name: 'cancel', next: { ...move(model, { from, to: 'cancelled' }), campaign: 'cancelled' } };
  } else if (model.state === 'planned' && mutation !== 'nobody who cancels what comes back') {
    yield { name: 'what came back is cancelled', next: move(model, { from: ['planned'], to: 'cancelled' }) };
  }
}

interface Move {
  readonly from: readonly BatchState[];
  readonly to: BatchState;
  readonly fenceBy?: number;
}

/** `transitionBatches` in small: guarded, and only along the arrows of the map. */
function move(model: Model, { from, to, fenceBy = 0 }: Move): Model {
  const illegal = from.filter((state) => !canBecome(state, to));
  if (illegal.length > 0) throw new Error(`there is no arrow from ${illegal.join()} to ${to}`);
  if (!from.includes(model.state)) return model;
  return { ...model, state: to, fence: model.fence + fenceBy, age: isOpen(to) ? model.age : 0, rounds: [] };
}

function withWorker(model: Model, index: 0 | 1, worker: Worker): Model {
  const workers: Model['workers'] = index === 0 ? [worker, model.workers[1]] : [model.workers[0], worker];
  return withoutTheForgotten({ ...model, workers });
}

/** A request that was not accepted, and for whose answer nobody waits, makes no difference to anything any more. */
function withoutTheForgotten(model: Model): Model {
  const counts = ({ where, fence }: Request): boolean =>
    where === 'on_its_way' ||
    where === 'accepted' ||
    model.workers.some((worker) => worker.at === 'waiting' && worker.fence === fence);
  return model.requests.every(counts) ? model : { ...model, requests: model.requests.filter(counts) };
}
