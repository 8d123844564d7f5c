export { AppError, type ProblemDetail, type ProblemKind } from './app-error';
export { backoffMs, type BackoffPolicy } from './backoff';
export { type Clock, systemClock } from './clock';
export { maskPhone } from './mask-phone';
export { sleep } from './sleep';
