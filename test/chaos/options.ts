import { parseArgs } from 'node:util';

export interface ChaosOptions {
  /** How long faults are injected. Starting before and healing after come on top. */
  readonly minutes: number;
  readonly recipients: number;
  readonly seed: number;
  readonly faults: number;
  readonly workers: number;
  readonly ingresses: number;
  /** Campaigns, begun one after another while faults strike; each has a list and recipients of its own. */
  readonly campaigns: number;
  /** How long everything has to heal once the last fault is over: the time of the last receipts included. */
  readonly healMinutes: number;
  /** Workers start with break-fence.js: the run has to fail. */
  readonly breakFence: boolean;
  /** Keeps the folder with logs and databases even when the verdict is good. */
  readonly keep: boolean;
}

const FAULTS_PER_MINUTE = 15;
const LEAST_FAULTS = 25;

/** @throws TypeError naming a flag that is unknown or no number */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '1.7' },
      recipients: { type: 'string', default: '4000' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string' },
      workers: { type: 'string', default: '3' },
      ingresses: { type: 'string', default: '2' },
      campaigns: { type: 'string' },
      'heal-minutes': { type: 'string' },
      'break-fence': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const minutes = positive('--minutes', values.minutes);
  const recipients = positive('--recipients', values.recipients);
  const campaigns = Math.min(20, Math.max(1, Math.round(recipients / 400)));
  return {
    minutes,
    recipients,
    seed: positive('--seed', values.seed),
    faults: positive(
      '--faults',
      values.faults ?? String(Math.max(LEAST_FAULTS, Math.ceil(minutes * FAULTS_PER_MINUTE))),
    ),
    workers: positive('--workers', values.workers),
    ingresses: positive('--ingresses', values.ingresses),
    campaigns: positive('--campaigns', values.campaigns ?? String(campaigns)),
    healMinutes: positive('--heal-minutes', values['heal-minutes'] ?? String(minutes + 3)),
    breakFence: values['break-fence'],
    keep: values.keep,
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new TypeError(`${flag} is "${text}": must be a number above 0`);
  return value;
}
