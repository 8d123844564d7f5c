import { runBuilt } from './run-built';

/** What `npm run stop-race` prints, as far as specs read it. */
interface StopRaceJson {
  readonly verdict: {
    readonly ok: boolean;
    readonly committed_before_their_claim: number;
    readonly sent_after_stop: number;
    readonly forged_taken: number;
    readonly suppressed: number;
    readonly broken: readonly string[];
  };
  readonly verified: boolean;
  readonly opt_outs: {
    readonly during_campaign: number;
    readonly saved_at_claim: number;
    readonly saved_between_feed_and_claim: number;
  };
}

/** The built stop race in a process of its own, as a person starts it. */
export function stopRace(args: readonly string[]) {
  return runBuilt<StopRaceJson>('dist/test/stop-race/main.js', args);
}
