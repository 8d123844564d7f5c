import { SetMetadata } from '@nestjs/common';

export const TOLD_ONCE = 'herald:told-once';

/** A field of the answer that is stored nowhere: a repeat with the same Idempotency-Key gets null in its place. */
export function ToldOnce(field: string): MethodDecorator {
  return SetMetadata(TOLD_ONCE, field);
}
