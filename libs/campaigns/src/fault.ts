import { AppError } from '@herald/kernel';

/** One thing that is wrong with what a caller wrote. */
export interface Fault {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

/** All faults in one answer; its code is that of the first. */
export function faultsError(faults: readonly [Fault, ...Fault[]]): AppError {
  const sentence = faults.map((fault) => `${fault.field} ${fault.message}`).join('; ');
  const details = faults.map(({ field, message }) => ({ field, message }));
  return new AppError('invalid', faults[0].code, `${sentence}.`, { details });
}
