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
export { type MessageFacts, NO_FACTS } from './domain/message-facts';
export { isTerminal, MESSAGE_STATES, type MessageState } from './domain/message-state';
export { type MinuteDelta, type RollupDelta, RollupDeltas } from './domain/rollup-deltas';
export { applyRollups, type LedgerDeltas, type RequestDelta, type RequestOutcome, rollupWrites } from './rollups';
