import { runBuilt } from './run-built';

/** What `npm run chaos` prints, as far as specs read it. */
interface ChaosJson {
  readonly seed: number;
  readonly verdict: {
    readonly ok: boolean;
    readonly sent_twice: number;
    readonly lost: number;
    readonly states_disagreeing: number;
    readonly unknown_settled_without_a_person: number;
    readonly broken: readonly string[];
  };
  readonly faults: { readonly in_all: number; readonly by_kind: Readonly<Record<string, number>> };
}

/** The built chaos run in a process of its own, as a person starts it. */
export function chaosRun(args: readonly string[]) {
  return runBuilt<ChaosJson>('dist/test/chaos/main.js', args);
}
