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
export { type MinuteDelta, type RollupDelta, RollupDeltas } from './domain/rollup-deltas';
export { eventWrites, logEvents } from './event-log';
export { splitBatch } from './split-batch';
export { applyRollups, type LedgerDeltas, type RequestDelta, type RequestOutcome, rollupWrites } from './rollups';
export { type SettledBy } from './unknown-outcomes';
