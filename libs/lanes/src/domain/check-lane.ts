import { AppError, type ProblemDetail } from '@herald/kernel';

import type { Lane } from './lane';
import { senderKey } from './sender-type';

type Named = Pick<Lane, 'kind' | 'key' | 'channel'>;
type Limited = Pick<Lane, 'amount' | 'windowMs' | 'brand'>;

const DAY_MS = 86_400_000;
const OF_COUNTRY = /^(.+)(\/[A-Z]{2})$/;
const ACCOUNT_KINDS: readonly string[] = ['account_requests', 'account_concurrency', 'account_messages'];

/** @returns the name as it is stored. @throws AppError invalid `lane_invalid`, every fault at once */
export function checkLane<N extends Named>(name: N, { amount, windowMs, brand }: Limited): N {
  const { kind, channel } = name;
  const details: ProblemDetail[] = [];
  const wrong = (field: string, message: string): unknown => details.push({ field, message });
  const ofAccount = ACCOUNT_KINDS.includes(kind);
  const timeless = kind === 'account_concurrency';
  const key = laneKey(kind, name.key);
  if (ofAccount && key !== '') wrong('key', 'must be empty: there is one account');
  if (!ofAccount && kind !== 'daily_cap' && key === '') wrong('key', 'must not be empty');
  if (kind === 'country' && !/^[A-Z]{2}$/.test(key)) wrong('key', 'must be an ISO 3166-1 alpha-2 code');
  if (ofAccount && kind !== 'account_messages' && channel !== 'any') wrong('channel', 'must be any');
  if (amount !== null && !(amount > 0)) wrong('amount', 'must be above 0 (hold the lane to let nothing pass)');
  if (timeless && amount !== null && !Number.isInteger(amount)) wrong('amount', 'must be a whole number');
  if (timeless !== (windowMs === null) && !(amount === null && windowMs === null)) {
    wrong('window_ms', timeless ? 'must be null: requests at once have no window' : 'must not be null');
  }
  if (kind === 'daily_cap' && windowMs !== null && windowMs !== DAY_MS) wrong('window_ms', `must be ${DAY_MS}`);
  if (brand !== null && kind !== 'sender') wrong('brand', 'only a sender has a brand');
  if (details.length === 0) return { ...name, key };
  throw new AppError('invalid', 'lane_invalid', 'This cannot be a lane.', { details });
}

/** A sender's key as it is stored, whatever way its number was written; what it may send to one country has that behind it. */
export function laneKey(kind: Lane['kind'], key: string): string {
  if (kind !== 'sender' && kind !== 'daily_cap') return key;
  const [, sender = key, destination = ''] = kind === 'sender' ? (OF_COUNTRY.exec(key) ?? []) : [];
  return senderKey(sender) + destination;
}
