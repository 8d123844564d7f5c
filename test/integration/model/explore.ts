import { type Bounds, type Harm, harmOf, keyOf, type Model, type Mutation, START } from './model';
import { OPERATOR, type Step, stepsFrom } from './steps';

export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** The shortest way to a state in which harm is done. */
  readonly broken: { readonly harm: Harm; readonly way: readonly string[] } | undefined;
  /** States from which the batch can come to no end without a person's word: each would be a batch that hangs until then. */
  readonly stuck: readonly Model[];
  /** The shortest way to each kind of step: what it is, and what it does to the batch. */
  readonly ways: ReadonlyMap<string, readonly Step[]>;
}

export interface Search {
  readonly mutation?: Mutation;
  /** Looked for; any, where it is left out. */
  readonly harm?: Harm;
}

const ENDS: ReadonlySet<string> = new Set(['accepted', 'abandoned', 'refused', 'cancelled']);

/** Breadth first through every interleaving within the bounds; stops at the first broken state. */
export function explore(bounds: Bounds, { mutation, harm: wanted }: Search = {}): Explored {
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
        const harm = harmOf(step.next);
        if (harm !== undefined && harm === (wanted ?? harm)) {
          const way = wayTo(found).map(({ name }) => name);
          return { states: models.length, steps, broken: { harm, way }, stuck: [], ways };
        }
      }
      if (step.name !== OPERATOR) into[found]?.push(current);
      const kind = `${step.name.replace(/\d/g, '')}: ${model.state} → ${step.next.state}, fence +${step.next.fence - model.fence}`;
      if (!ways.has(kind)) ways.set(kind, [...wayTo(current), step]);
    }
  }
  return { states: models.length, steps, broken: undefined, stuck: stuckIn(models, into, bounds.feeds), ways };
}

/** Backwards from the states in which the batch has come to an end, or to where only the bounds keep it from being fed again. */
function stuckIn(models: readonly Model[], into: readonly (readonly number[])[], feeds: number): Model[] {
  const good = new Set<number>();
  const isEnd = ({ campaign, state, tickets }: Model): boolean =>
    ENDS.has(state) || (campaign === 'running' && state === 'planned' && tickets.length === feeds);
  const open = models.flatMap((model, each) => (isEnd(model) ? [each] : []));
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (good.has(each)) continue;
    good.add(each);
    open.push(...(into[each] ?? []));
  }
  return models.filter((_, each) => !good.has(each));
}
