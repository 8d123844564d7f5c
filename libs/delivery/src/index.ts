export { batchToken, parseBatchToken } from './callbacks/batch-token';
export { CallbackIntake } from './callbacks/callback-intake';
export type { CallbackEvent, CallbackOutcome, EventOutcome } from './callbacks/callback-outcome';
export { type CallbackDay, CallbackStats } from './callbacks/callback-stats';
export { CallbackTally, type TurnedAway } from './callbacks/callback-tally';
export { CallbackIntakeModule, CallbackStatsModule } from './callbacks/callbacks.module';
export { parseStatusCallback, type StatusCallback } from './callbacks/status-callback';
