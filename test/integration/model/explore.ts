import { type Bounds, keyOf, type Model, type Mutation, START, timesAccepted } from './model';
import { type Step, stepsFrom } from './steps';

export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** The shortest way to a state in which the provider took the batch twice, or to one that loses it. */
  readonly broken: readonly string[] | undefined;
  /** States from which the batch can come to no end: each would be a batch that hangs for ever. */
  readonly stuck: number;
  /** The shortest way to each kind of step: what it is, and what it does to the batch. */
  readonly ways: ReadonlyMap<string, readonly Step[]>;
}

const ENDS: ReadonlySet<string> = new Set(['accepted', 'abandoned', 'refused', 'cancelled']);

/** Breadth first through every interleaving within the bounds; stops at the first broken state. */
export function explore(bounds: Bounds, mutation?: Mutation): Explored {
  const keys = new Map<string, number>([[keyOf(START), 0]]);
  const models: Model[] = [START];
  const cameFrom: { readonly parent: number; readonly step: Step }[] = [];
  const into: number[][] = [[]];
  const ways = new Map<string, readonly Step[]>();
  const wayTo = (state: number): Step[] => {
    const way: Step[] = [];
    for (let at = state; at !== 0;) {
      const link = cameFrom[at];
      if (link === undefined) break;
      const { parent, step } = link;
      way.unshift(step);
      at = parent;
    }
    return way;
  };
  let steps = 0;
  for (let current = 0; current < models.length; current += 1) {
    const model = models[current];
    if (model === undefined) break;
    for (const step of stepsFrom(model, bounds, mutation)) {
      steps += 1;
      const key = keyOf(step.next);
      let found = keys.get(key);
      if (found === undefined) {
        found = models.push(step.next) - 1;
        keys.set(key, found);
        cameFrom[found] = { parent: current, step };
        into[found] = [];
        if (isBroken(step.next)) {
          return { states: models.length, steps, broken: wayTo(found).map(({ name }) => name), stuck: 0, ways };
        }
      }
      into[found]?.push(current);
      const kind = `${step.name.replace(/\d/g, '')}: ${model.state} → ${step.next.state}, fence +${step.next.fence - model.fence}`;
      if (!ways.has(kind)) ways.set(kind, [...wayTo(current), step]);
    }
  }
  return {
    states: models.length,
    steps,
    broken: undefined,
    stuck: models.length - reachingAnEnd(models, into, bounds.feeds),
    ways,
  };
}

/** Promise 1, and promise 2: what the provider took is never called refused or cancelled. */
function isBroken(model: Model): boolean {
  const accepted = timesAccepted(model);
  return accepted > 1 || (accepted > 0 && (model.state === 'refused' || model.state === 'cancelled'));
}

/** Backwards from the states in which the batch has come to an end, or to where the bounds let it be fed no more. */
function reachingAnEnd(models: readonly Model[], into: readonly (readonly number[])[], feeds: number): number {
  const good = new Set<number>();
  const isEnd = ({ state, tickets }: Model): boolean =>
    ENDS.has(state) || (state === 'planned' && tickets.length === feeds);
  const open = models.flatMap((model, each) => (isEnd(model) ? [each] : []));
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (good.has(each)) continue;
    good.add(each);
    open.push(...(into[each] ?? []));
  }
  return good.size;
}
