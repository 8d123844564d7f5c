import { MESSAGE_STATES, type MessageState } from './message-state';

/** What one message counts for. Money in 1/100,000 of a dollar. */
export interface Weight {
  readonly units: number;
  readonly price: number;
}

/** Whether a message in this state is paid for: what never reached a carrier is not. */
export function isCharged(state: MessageState): boolean {
  return state !== 'failed';
}

/** Totals kept as messages come and move, so that asking for them costs nothing. */
export class Totals {
  messages = 0;
  distinct = 0;
  repeated = 0;
  units = 0;
  chargedUnits = 0;
  amount = 0;
  private readonly states = new Map<MessageState, number>();
  private readonly codes = new Map<number, number>();

  /** A message came into `queued`; `earlier` says how many to the same number came before (2 stands for more). */
  add(weight: Weight, earlier: number): void {
    this.messages += 1;
    if (earlier === 0) this.distinct += 1;
    if (earlier === 1) this.repeated += 1;
    this.units += weight.units;
    this.enter('queued', 0, weight);
  }

  /** A message left one state for another. */
  move(from: MessageState, to: MessageState, code: number, weight: Weight): void {
    this.states.set(from, (this.states.get(from) ?? 0) - 1);
    if (isCharged(from)) {
      this.chargedUnits -= weight.units;
      this.amount -= weight.price;
    }
    this.enter(to, code, weight);
  }

  get byState(): Record<string, number> {
    return Object.fromEntries(MESSAGE_STATES.map((state) => [state, this.states.get(state) ?? 0]));
  }

  get byErrorCode(): Record<string, number> {
    return Object.fromEntries([...this.codes].sort(([a], [b]) => a - b));
  }

  private enter(state: MessageState, code: number, weight: Weight): void {
    this.states.set(state, (this.states.get(state) ?? 0) + 1);
    if (state === 'failed' || state === 'undelivered') this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    if (isCharged(state)) {
      this.chargedUnits += weight.units;
      this.amount += weight.price;
    }
  }
}
