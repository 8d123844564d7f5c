import { BATCH_STATES, stateOfBatch } from './domain/batch-state';

const CASES = BATCH_STATES.map((state) => `WHEN '${state}' THEN '${stateOfBatch(state)}'`).join(' ');

/** SQL: the state of message `m` as the world sees it: its own or, while it has none, that of its batch `b`. */
export const EFFECTIVE_STATE = `(CASE WHEN m.state <> 'planned' THEN m.state ELSE (CASE b.state ${CASES} END)::message_state END)`;
