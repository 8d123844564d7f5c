import { type Healed } from './await-healed';
import { type Ledgers } from './ledgers';
import { type UnknownBatches } from './unknown-batches';

export interface Verdict {
  readonly ok: boolean;
  readonly sent_twice: number;
  readonly lost: number;
  readonly states_disagreeing: number;
  readonly unknown_settled_without_a_person: number;
  /** In sentences, what was promised and not kept. */
  readonly broken: readonly string[];
}

export interface Findings {
  readonly ledgers: Ledgers;
  readonly unknown: UnknownBatches;
  readonly healed: Healed;
  readonly faultsPlanned: number;
  readonly faultsStruck: number;
  /** Processes that ended although nobody had killed them. */
  readonly died: readonly string[];
}

const LEAST_SETTLED = 0.95;

/** What the run shows. */
export function judge({ ledgers, unknown, healed, faultsPlanned, faultsStruck, died }: Findings): Verdict {
  const { comparison, lost } = ledgers;
  const { missing, different, repeated, unknown_to_herald: unheard } = comparison.differences;
  const disagreeing = missing + different + repeated + unheard;
  const share = unknown.share_without_a_person;
  const onlyUnknownOpen = Object.keys(healed.open_messages).every((state) => state === 'unknown');
  const broken = [
    [comparison.sentTwice > 0, `sent twice: ${comparison.sentTwice} destinations`],
    [lost > 0, `lost: ${lost} recipients`],
    [disagreeing > 0, `disagreeing: ${disagreeing} messages ${JSON.stringify(comparison.differences)}`],
    [ledgers.verify_failed.length > 0, `tables do not add up: ${ledgers.verify_failed.join('; ')}`],
    [share < LEAST_SETTLED, `unknown batches settled without a person: ${share}, wanted ${LEAST_SETTLED}`],
    [!healed.completed && !onlyUnknownOpen, `not healed in time: ${JSON.stringify(healed.open_messages)}`],
    [faultsStruck < faultsPlanned, `only ${faultsStruck} of ${faultsPlanned} faults struck`],
    [died.length > 0, `died by themselves: ${died.join(', ')}`],
  ] as const;
  return {
    ok: broken.every(([is]) => !is),
    sent_twice: comparison.sentTwice,
    lost,
    states_disagreeing: disagreeing,
    unknown_settled_without_a_person: share,
    broken: broken.filter(([is]) => is).map(([, text]) => text),
  };
}
