export const IF_LATE = ['send', 'skip', 'ask'] as const;
export type IfLate = (typeof IF_LATE)[number];

export interface Schedule {
  readonly scheduledAt: Date;
  readonly ifLate: IfLate;
  /** Minutes after `scheduledAt` that still count as on time. */
  readonly ifLateMinutes: number;
}

/** What a scheduled campaign does now: `wait` (not due), `run`, or, when it came due too long ago, `skip` or `ask`. */
export type Due = 'wait' | 'run' | 'skip' | 'ask';

const MS_PER_MINUTE = 60_000;

export function dueAt(schedule: Schedule, now: Date): Due {
  const lateMs = now.getTime() - schedule.scheduledAt.getTime();
  if (lateMs < 0) return 'wait';
  if (lateMs <= schedule.ifLateMinutes * MS_PER_MINUTE) return 'run';
  return schedule.ifLate === 'send' ? 'run' : schedule.ifLate;
}

export function minutesLate(scheduledAt: Date, now: Date): number {
  return Math.floor((now.getTime() - scheduledAt.getTime()) / MS_PER_MINUTE);
}
