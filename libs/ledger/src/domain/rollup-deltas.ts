import type { MessageFacts } from './message-facts';
import type { MessageState } from './message-state';

/** A cell of `message_rollups` and by how much it changes. */
export interface RollupDelta {
  readonly campaignId: number;
  readonly country: string;
  readonly mcc: string;
  readonly mnc: string;
  readonly state: MessageState;
  readonly errorCode: number;
  messages: number;
  units: number;
  /** Hundred-thousandths of a dollar. */
  amount: number;
}

/** A cell of `message_minutes` and by how much it changes. */
export interface MinuteDelta {
  readonly campaignId: number;
  /** Epoch milliseconds of the minute's start, UTC. */
  readonly minute: number;
  readonly state: MessageState;
  messages: number;
}

const MINUTE_MS = 60_000;

/** Adds up what a transaction changes, one cell at a time, so that each cell is written once. */
export class RollupDeltas {
  private readonly cellsByKey = new Map<string, RollupDelta>();
  private readonly minutesByKey = new Map<string, MinuteDelta>();

  /** `messages` without a state of their own go from one batch-given state to another. */
  move(of: { campaignId: number; country: string }, from: MessageState, to: MessageState, messages: number): void {
    if (from === to || messages === 0) return;
    this.cell(of, from, '', '', 0).messages -= messages;
    this.cell(of, to, '', '', 0).messages += messages;
  }

  /** One message's facts change; `before.state` and `after.state` are the effective ones. */
  replace(of: { campaignId: number; country: string }, before: MessageFacts, after: MessageFacts): void {
    this.count(of, before, -1);
    this.count(of, after, 1);
  }

  /** A message begins anew: it is planned again, and what its last attempt cost stays in the cell where that had ended. */
  restart(of: { campaignId: number; country: string }, ended: MessageFacts): void {
    this.cell(of, ended.state, ended.mcc ?? '', ended.mnc ?? '', ended.errorCode ?? 0).messages -= 1;
    if (ended.stateAt !== null) this.minute(of.campaignId, ended.stateAt, ended.state).messages -= 1;
    this.cell(of, 'planned', '', '', 0).messages += 1;
  }

  /** An attempt that was followed by another turns out otherwise: its cost moves, no message does. */
  correct(of: { campaignId: number; country: string }, before: MessageFacts, after: MessageFacts): void {
    for (const [sign, { state, mcc, mnc, errorCode, units, amount }] of [[-1, before] as const, [1, after] as const]) {
      const cell = this.cell(of, state, mcc ?? '', mnc ?? '', errorCode ?? 0);
      cell.units += sign * (units ?? 0);
      cell.amount += sign * (amount ?? 0);
    }
  }

  /** Cells that do change. */
  cells(): RollupDelta[] {
    return [...this.cellsByKey.values()].filter(
      ({ messages, units, amount }) => messages !== 0 || units !== 0 || amount !== 0,
    );
  }

  /** Minutes that do change. */
  minutes(): MinuteDelta[] {
    return [...this.minutesByKey.values()].filter(({ messages }) => messages !== 0);
  }

  private count(of: { campaignId: number; country: string }, facts: MessageFacts, sign: 1 | -1): void {
    const cell = this.cell(of, facts.state, facts.mcc ?? '', facts.mnc ?? '', facts.errorCode ?? 0);
    cell.messages += sign;
    cell.units += sign * (facts.units ?? 0);
    cell.amount += sign * (facts.amount ?? 0);
    if (facts.stateAt !== null) this.minute(of.campaignId, facts.stateAt, facts.state).messages += sign;
  }

  private cell(
    { campaignId, country }: { campaignId: number; country: string },
    state: MessageState,
    mcc: string,
    mnc: string,
    errorCode: number,
  ): RollupDelta {
    const key = `${campaignId}|${country}|${mcc}|${mnc}|${state}|${errorCode}`;
    let cell = this.cellsByKey.get(key);
    if (cell === undefined) {
      cell = { campaignId, country, mcc, mnc, state, errorCode, messages: 0, units: 0, amount: 0 };
      this.cellsByKey.set(key, cell);
    }
    return cell;
  }

  private minute(campaignId: number, at: number, state: MessageState): MinuteDelta {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const key = `${campaignId}|${minute}|${state}`;
    let delta = this.minutesByKey.get(key);
    if (delta === undefined) {
      delta = { campaignId, minute, state, messages: 0 };
      this.minutesByKey.set(key, delta);
    }
    return delta;
  }
}
