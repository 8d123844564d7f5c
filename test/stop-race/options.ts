import { parseArgs } from 'node:util';

export interface StopRaceOptions {
  readonly recipients: number;
  /** Messages a second: with the recipients, how long there is to race. */
  readonly rate: number;
  /** Share of the recipients who opt out while the campaign is running. */
  readonly optOuts: number;
  /** Share of the recipients in whose name somebody else says STOP, without the provider's signature. */
  readonly forged: number;
  readonly workers: number;
  readonly seed: number;
  /** Workers start with break-claim.js: the run has to fail. */
  readonly breakClaim: boolean;
  /** Keeps the folder with logs and databases even when the verdict is good. */
  readonly keep: boolean;
}

/** @throws TypeError naming a flag that is unknown or no number */
export function readOptions(args: readonly string[]): StopRaceOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      recipients: { type: 'string', default: '100000' },
      rate: { type: 'string', default: '2000' },
      'opt-outs': { type: 'string', default: '0.05' },
      forged: { type: 'string', default: '0.01' },
      workers: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      'break-claim': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    recipients: positive('--recipients', values.recipients),
    rate: positive('--rate', values.rate),
    optOuts: positive('--opt-outs', values['opt-outs']),
    forged: positive('--forged', values.forged),
    workers: positive('--workers', values.workers),
    seed: positive('--seed', values.seed),
    breakClaim: values['break-claim'],
    keep: values.keep,
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new TypeError(`${flag} is "${text}": must be a number above 0`);
  return value;
}
