import type { Lane } from './lane';
import type { LaneBook } from './lane-book';

/** Limits an operator set in the environment; what is undefined was not set. */
export interface ConfiguredLimits {
  readonly requestsPerWindow?: number | undefined;
  readonly windowMs?: number | undefined;
  /** Requests at once. */
  readonly concurrency?: number | undefined;
  /** Units (billable parts) a second. */
  readonly accountMessagesPerSecond?: number | undefined;
  /** Of every sender without a lane of its own. */
  readonly senderMessagesPerSecond?: number | undefined;
}

interface ConfiguredLane {
  readonly name: Pick<Lane, 'kind' | 'key' | 'channel'>;
  readonly content: Pick<Lane, 'amount' | 'windowMs' | 'source'>;
}

const PUBLISHED_REQUESTS = { amount: 300, windowMs: 5_000 };

/** The lanes that say so. */
export function configuredLanes(limits: ConfiguredLimits, book: LaneBook): ConfiguredLane[] {
  const lanes: ConfiguredLane[] = [];
  const add = (name: ConfiguredLane['name'], amount: number, windowMs: number | null, variables: string): void => {
    lanes.push({ name, content: { amount, windowMs, source: `environment: ${variables}` } });
  };
  const { requestsPerWindow, windowMs, concurrency, accountMessagesPerSecond, senderMessagesPerSecond } = limits;
  if (requestsPerWindow !== undefined || windowMs !== undefined) {
    const now = book.find('account_requests', '', 'any');
    const amount = requestsPerWindow ?? now?.amount ?? PUBLISHED_REQUESTS.amount;
    const window = windowMs ?? now?.windowMs ?? PUBLISHED_REQUESTS.windowMs;
    const name = { kind: 'account_requests', key: '', channel: 'any' } as const;
    add(name, amount, window, 'ACCOUNT_REQUESTS_PER_WINDOW, ACCOUNT_REQUEST_WINDOW_MS');
  }
  if (concurrency !== undefined) {
    add({ kind: 'account_concurrency', key: '', channel: 'any' }, concurrency, null, 'ACCOUNT_CONCURRENCY');
  }
  if (accountMessagesPerSecond !== undefined) {
    const name = { kind: 'account_messages', key: '', channel: 'sms' } as const;
    add(name, accountMessagesPerSecond, 1_000, 'ACCOUNT_MESSAGES_PER_SECOND');
  }
  if (senderMessagesPerSecond !== undefined) {
    const name = { kind: 'sender_type', key: '*', channel: 'sms' } as const;
    add(name, senderMessagesPerSecond, 1_000, 'SENDER_MESSAGES_PER_SECOND');
  }
  return lanes;
}
