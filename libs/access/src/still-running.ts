import { AppError } from '@herald/kernel';

/** The first request with this Idempotency-Key has not been answered yet. */
export class StillRunning extends AppError {
  /** @param retryAfterSeconds when its lock runs out at the latest; usually it is answered much earlier */
  constructor(readonly retryAfterSeconds: number) {
    super(
      'conflict',
      'idempotency_in_progress',
      'The first request with this Idempotency-Key is still being worked on. Repeat this one later.',
    );
    this.name = 'StillRunning';
  }
}
