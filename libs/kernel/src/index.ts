export { AMOUNT_SCALE, amountText } from './amount';
export { AppError, type ProblemDetail, type ProblemKind } from './app-error';
export { backoffMs, type BackoffPolicy } from './backoff';
export { CLOCK, type Clock, systemClock } from './clock';
export { csvLine } from './csv-line';
export { type Failures } from './failing-spell';
export { Periodic } from './periodic';
export { maskPhone } from './mask-phone';
export { sleep } from './sleep';
