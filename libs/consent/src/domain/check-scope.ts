import { AppError } from '@herald/kernel';
import { e164Digits } from './e164';
import { EVERYTHING, type Scope, type ScopeKey } from './scope';

const MAX_KEY = 200;

/**
 * A scope as somebody gave it, with its key as it is kept: numbers as digits, Powerpacks in lower case.
 *
 * @throws AppError invalid `scope_invalid`, `phone_invalid`
 */
export function checkScope(scope: Scope, key = ''): ScopeKey {
  const bare = key.trim();
  if (scope === 'everything') {
    if (bare !== '') throw invalid('must be left out for everything');
    return EVERYTHING;
  }
  if (bare === '') throw invalid(`is missing: say which ${scope}`);
  if (bare.length > MAX_KEY) throw invalid(`has ${bare.length} characters, at most ${MAX_KEY} are kept`);
  if (scope === 'number') return { scope, key: numberDigits(bare) };
  return { scope, key: scope === 'sender' ? senderKey(bare) : bare };
}

/** A campaign's src or Powerpack as a campaign has it: a number's digits, a uuid in lower case, a name as it is. */
export function senderKey(sender: string): string {
  const bare = sender.trim();
  if (/^\+?[\d\s().-]+$/.test(bare)) return bare.replace(/\D/g, '');
  return bare.includes('-') ? bare.toLowerCase() : bare;
}

/** One of our own numbers may be a short code. */
function numberDigits(number: string): string {
  return /^\d{3,6}$/.test(number) ? number : e164Digits(number, 'key');
}

function invalid(message: string): AppError {
  return new AppError('invalid', 'scope_invalid', `key ${message}.`, { details: [{ field: 'key', message }] });
}
