import type { Fault } from '@herald/content';
import { AppError } from '@herald/kernel';

/** All faults in one answer; its code is that of the first. */
export function faultsError(faults: readonly [Fault, ...Fault[]]): AppError {
  const sentence = faults.map((fault) => `${fault.field} ${fault.message}`).join('; ');
  const details = faults.map(({ field, message }) => ({ field, message }));
  return new AppError('invalid', faults[0].code, `${sentence}.`, { details });
}
