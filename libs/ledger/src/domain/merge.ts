import type { MessageFacts } from './message-facts';
import { rankOf } from './message-state';

/**
 * The least facts that contain both. Every field is the larger of two values under a total order (the price: of two states, then of two prices), so the operation is commutative,
 * associative and idempotent: callbacks give the same row in whatever order, and however often, they come (ADR 0003).
 *
 * @returns `known` itself, the same object, when `news` adds nothing
 */
export function merge(known: MessageFacts, news: MessageFacts): MessageFacts {
  const status = compareStatus(known, news) >= 0 ? known : news;
  const network = compareNetwork(known, news) >= 0 ? known : news;
  const merged: MessageFacts = {
    state: status.state,
    errorCode: status.errorCode,
    stateAt: status.stateAt,
    units: larger(known.units, news.units),
    mcc: network.mcc,
    mnc: network.mnc,
    messageUuid: smallerText(known.messageUuid, news.messageUuid),
    amount: amountOf(known, news),
  };
  return sameFacts(merged, known) ? known : merged;
}

function sameFacts(a: MessageFacts, b: MessageFacts): boolean {
  return (
    a.state === b.state &&
    a.errorCode === b.errorCode &&
    a.stateAt === b.stateAt &&
    a.units === b.units &&
    a.mcc === b.mcc &&
    a.mnc === b.mnc &&
    a.messageUuid === b.messageUuid &&
    a.amount === b.amount
  );
}

/** State, code and time stay together: the higher rank, then the higher code, then the earlier time; a known one before none. */
function compareStatus(a: MessageFacts, b: MessageFacts): number {
  return (
    rankOf(a.state) - rankOf(b.state) ||
    compareNumbers(a.errorCode, b.errorCode) ||
    compareNumbers(negated(a.stateAt), negated(b.stateAt))
  );
}

/**
 * The price belongs to the state: a message that was priced when queued and then failed costs nothing. Of several prices for the
 * same state, the highest.
 */
function amountOf(a: MessageFacts, b: MessageFacts): number | null {
  const byRank = rankOf(a.state) - rankOf(b.state);
  if (byRank === 0) return larger(a.amount, b.amount);
  return byRank > 0 ? a.amount : b.amount;
}

/** Country and network code are one name: never the country of one callback with the network of another. */
function compareNetwork(a: MessageFacts, b: MessageFacts): number {
  return compareTexts(a.mcc, b.mcc) || compareTexts(a.mnc, b.mnc);
}

function compareNumbers(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a - b;
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function larger(a: number | null, b: number | null): number | null {
  return compareNumbers(a, b) >= 0 ? a : b;
}

function smallerText(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  if (b === null) return a;
  return a <= b ? a : b;
}
