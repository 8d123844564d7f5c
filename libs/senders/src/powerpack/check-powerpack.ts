import { AppError, type ProblemDetail } from '@herald/kernel';
import { senderKey, senderType } from '@herald/lanes';
import { priorityFaults } from '../domain/powerpack/number-priority';
import type { PoolKey, PoolMember, PowerpackEdit, PowerpackWithPool } from './known-powerpack';

const NAME_MAX = 200;

/** @throws AppError invalid `powerpack_invalid`, with every fault */
export function checkPowerpackInput(input: PowerpackEdit): void {
  const details: ProblemDetail[] = [];
  const wrong = (field: string, message: string): unknown => details.push({ field, message });
  const { name, application_id: application, application_type: type, number_priority: priority } = input;
  if (name !== undefined && (name.trim() === '' || name.length > NAME_MAX)) {
    wrong('name', `must have 1 to ${NAME_MAX} characters`);
  }
  if (application !== undefined && application !== 'none' && type === undefined) {
    wrong('application_type', 'is missing: with an application_id give xml or phlo');
  }
  if (type !== undefined && (application === undefined || application === 'none')) {
    wrong('application_id', 'is missing: an application_type says of what kind it is');
  }
  details.push(...priorityFaults(priority ?? []));
  if (details.length === 0) return;
  const message = `${details.map((each) => `${each.field ?? ''} ${each.message}`).join('; ')}.`;
  throw new AppError('invalid', 'powerpack_invalid', message, { details });
}

/**
 * What may be put into a pool.
 *
 * @throws AppError invalid `pool_number_invalid`; conflict `shortcode_not_addable`, `pool_member_exists`, `pool_tollfree_taken`
 */
export function checkAddition(given: string, { pool }: PowerpackWithPool): PoolKey {
  const key = poolKey(given, 'a long code or a toll-free number with the country code');
  const { sender, type } = key;
  if (type === 'short_code') {
    const message = 'A short code is put into a pool by the provider, on request; a sync shows it here.';
    throw new AppError('conflict', 'shortcode_not_addable', message);
  }
  if (pool.some((member) => member.sender === sender)) {
    throw new AppError('conflict', 'pool_member_exists', 'The number is in this pool already.');
  }
  if (type === 'toll_free' && pool.some((member) => member.type === 'toll_free')) {
    const message = 'A pool holds one toll-free number, and this one has it: take that out first.';
    throw new AppError('conflict', 'pool_tollfree_taken', message);
  }
  return key;
}

/** @param may what it may be. @throws AppError invalid `pool_number_invalid` */
export function poolKey(given: string, may = 'a number with the country code, or a short code'): PoolKey {
  const sender = senderKey(given.trim());
  const type = senderType(sender);
  if (type === 'long_code') return { sender, type: 'number' };
  if (type === 'short_code' || type === 'toll_free') return { sender, type };
  const message = `number must be ${may}.`;
  throw new AppError('invalid', 'pool_number_invalid', message, { details: [{ field: 'number', message }] });
}

/** @throws AppError not_found `pool_member_not_found`; invalid `unrent_invalid` */
export function checkRemoval(given: string, { pool }: PowerpackWithPool, unrent: boolean): PoolMember {
  const sender = senderKey(given.trim());
  const member = pool.find((each) => each.sender === sender);
  if (member === undefined) {
    throw new AppError('not_found', 'pool_member_not_found', 'The number is not in this pool.');
  }
  if (unrent && member.type === 'short_code') {
    const message = 'A short code is only taken out of the pool: giving it up goes by the provider.';
    throw new AppError('invalid', 'unrent_invalid', message, { details: [{ field: 'unrent', message }] });
  }
  return member;
}
