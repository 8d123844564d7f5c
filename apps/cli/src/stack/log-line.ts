const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
type Level = (typeof LEVELS)[number];

/** One line of a process's output, as a person reads it. */
export interface ReadableLine {
  readonly level: Level;
  readonly text: string;
}

const KNOWN = new Set(['level', 'time', 'app', 'pid', 'msg', 'event', 'err', 'hostname']);

// Deprecations inside packages, which Node prints on stderr.
const NODE_WARNING = /^\(node:\d+\)|^\(Use `node /;

/** `14:03:22 worker-1 WARN the text key=value`; a line that is not JSON (a crash) counts as an error. */
export function readableLine(name: string, line: string): ReadableLine {
  const record = parse(line);
  if (record === undefined) return { level: NODE_WARNING.test(line) ? 'info' : 'error', text: `${name} ${line}` };
  const level = LEVELS.find((known) => known === record.level) ?? 'info';
  const time = typeof record.time === 'string' ? record.time.slice(11, 19) : '';
  const what = [record.msg, errorText(record.err)].filter((part) => typeof part === 'string').join(': ');
  const rest = Object.entries(record)
    .filter(([key]) => !KNOWN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const event = typeof record.event === 'string' ? record.event : '';
  const text = [time, name, level.toUpperCase(), what || event, ...rest].filter(Boolean).join(' ');
  return { level, text };
}

export function isAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function errorText(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined;
  const { message } = err as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
