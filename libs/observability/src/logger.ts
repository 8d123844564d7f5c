import pino from 'pino';

export type Logger = pino.Logger;

export interface LoggerOptions {
  readonly level: string;
  /** The process: api, ingress, worker… */
  readonly app: string;
}

// A secret that slips into a log object is cut out; phone numbers are the caller's care (`maskPhone`).
const REDACTED = ['*.authorization', '*.password', '*.secret', '*.auth_token', '*.authToken', 'req.headers'];

/** JSON lines on stdout. */
export function createLogger(options: LoggerOptions): Logger {
  return pino({
    level: options.level,
    base: { app: options.app, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}
