import { AppError } from '@herald/kernel';

/** @throws AppError precondition_failed `version_mismatch` */
export function changedMeanwhile(): never {
  throw new AppError(
    'precondition_failed',
    'version_mismatch',
    'It was changed, or removed, since you read it: read it again.',
  );
}
