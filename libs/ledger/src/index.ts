export { ARRIVED_BY } from './arrived-by';
export { lockForCounting, lockOpenBatches } from './batch-locks';
export { type BatchChanges, type BatchTransition, type MovedBatch, transitionBatches } from './batch-transitions';
export {
  BATCH_STATES,
  BATCH_TRANSITIONS,
  type BatchState,
  canBecome,
  effectiveState,
  stateOfBatch,
  UNPROVEN_BATCH_STATES,
} from './domain/batch-state';
export { merge } from './domain/merge';
export { type EventSource, type MessageEvent } from './domain/message-event';
export { type MessageFacts, NO_FACTS } from './domain/message-facts';
export { isDrained, isTerminal, MESSAGE_STATES, type MessageState } from './domain/message-state';
export { FACTS_OF_M, type FactsRow, factsOf, type MessageRow, writeFacts } from './message-rows';
export { type MinuteDelta, type RollupDelta, RollupDeltas } from './domain/rollup-deltas';
export { EFFECTIVE_STATE } from './effective-state';
export { LedgerModule } from './ledger.module';
export { eventWrites, logEvents } from './log/event-log';
export { type DaysTended, LogDays } from './log/log-days';
export { LogDaysModule } from './log/log-days.module';
export { LedgerRebuild } from './rebuild/ledger-rebuild';
export { type Difference, type Rebuilt } from './rebuild/rebuilt';
export { splitBatch } from './split-batch';
export {
  applyRollups,
  type LedgerDeltas,
  type RequestDelta,
  type RequestOutcome,
  type RollupWrite,
  rollupWrites,
} from './rollups';
export { type SettledBy } from './unknown-outcomes';
