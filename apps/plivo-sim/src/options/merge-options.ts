import { AppError } from '@herald/kernel';
import { type z } from 'zod';

import { type SimulatorOptions, simulatorOptions } from './options';

type Json = Record<string, unknown>;

/** Maps whose keys are data, not options: a patch replaces them whole, so that a key can also be taken away. */
const REPLACED_WHOLE = new Set([
  'outcomes.undelivered_codes',
  'outcomes.failed_codes',
  'outcomes.by_number',
  'account.powerpacks',
  'account.numbers',
  'registration.by_name',
]);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `patch` over `base`, objects merged key by key, everything else replaced. Neither input is changed. */
export function deepMerge(base: Json, patch: Json): Json {
  return mergeAt('', base, patch);
}

function mergeAt(path: string, base: Json, patch: Json): Json {
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__') continue;
    const old = merged[key];
    const deep = isObject(old) && isObject(value) && !REPLACED_WHOLE.has(path + key);
    merged[key] = deep ? mergeAt(`${path}${key}.`, old, value) : value;
  }
  return merged;
}

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let current: unknown = value;
  for (const step of path) current = isObject(current) ? current[String(step)] : undefined;
  return current;
}

function describe(issue: z.core.$ZodIssue, input: unknown): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return `unknown option ${issue.keys.map((key) => (path === '' ? key : `${path}.${key}`)).join(', ')}`;
  }
  const was = JSON.stringify(lookUp(input, issue.path) ?? null);
  return `${path === '' ? 'options' : path}: ${issue.message} (was ${was})`;
}

/**
 * Reads options whole.
 *
 * @throws AppError `invalid_options`, naming every unknown key and every wrong value with what it was
 */
export function readOptions(input: unknown): SimulatorOptions {
  const result = simulatorOptions.safeParse(input);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => describe(issue, input));
    throw new AppError('invalid', 'invalid_options', faults.join('; '));
  }
  const { delivered, undelivered, failed, no_receipt } = result.data.outcomes;
  const sum = delivered + undelivered + failed + no_receipt;
  if (Math.abs(sum - 1) > 1e-6) {
    throw new AppError('invalid', 'invalid_options', `outcomes: shares must add up to 1 (was ${sum.toFixed(6)})`);
  }
  return result.data;
}

/** The options after a patch; `current` is not changed. Throws as {@link readOptions}. */
export function patchOptions(current: SimulatorOptions, patch: unknown): SimulatorOptions {
  if (!isObject(patch)) throw new AppError('invalid', 'invalid_options', 'options: must be a JSON object');
  return readOptions(deepMerge(current, patch));
}
