import type { ProblemDetail } from '@herald/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const SECRET = /key|secret|token|password/i;
const MAX_SHOWN = 80;
const MAX_DETAILS = 100;

/** One detail per wrong field: where, what is allowed, and what was given (unless it may be a secret). */
export function describeIssues(issues: readonly Issue[], given: unknown): ProblemDetail[] {
  return issues.flatMap((issue) => describeIssue(issue, given)).slice(0, MAX_DETAILS);
}

function describeIssue(issue: Issue, given: unknown): ProblemDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), message: 'is not a known field' }));
  }
  const value = valueAt(given, issue.path);
  const field = issue.path.length > 0 ? { field: fieldOf(issue.path) } : {};
  if (value === undefined && issue.code !== 'custom') {
    return [{ ...field, message: `is required (${allowed(issue.message)})` }];
  }
  const shown = issue.path.some((part) => SECRET.test(String(part))) ? '' : `; given: ${show(value)}`;
  return [{ ...field, message: allowed(issue.message) + shown }];
}

/** `Invalid input: expected string, received undefined` → `expected string`. */
function allowed(message: string): string {
  return message.replace(/^(Invalid \w+|Too \w+): /, '').replace(/, received .*$/s, '');
}

/** `filter.states[2]` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`;
    return field === '' ? String(part) : `${field}.${String(part)}`;
  }, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    root,
  );
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
