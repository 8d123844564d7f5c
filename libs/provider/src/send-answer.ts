import { type HttpAnswer, jsonObjectOf } from './http-answer';
import { errorText, printable } from './provider-text';
import { retryAfterMs } from './retry-after';
import type { Accepted, RefusalScope, SendOutcome, Unknown } from './send-outcome';

/** Statuses that say the request was looked at and turned down. 408, 409 and 425 don't: they come from what lies between. */
const REFUSALS: Readonly<Record<number, RefusalScope>> = {
  400: 'campaign',
  401: 'account',
  402: 'account',
  403: 'country',
  404: 'campaign',
  405: 'campaign',
  406: 'campaign',
  411: 'campaign',
  413: 'campaign',
  415: 'campaign',
  422: 'campaign',
  431: 'campaign',
};

// The status of the credit refusal is documented nowhere; its text is.
const NO_CREDIT = /insufficient (credit|balance|funds)/i;
const NO_ACCOUNT = /account.{0,20}(disabled|suspended|deactivated)/i;
// What the provider says when it is the destinations it will not have.
const BAD_DESTINATIONS = /invalid phone number|not a valid phone number|identical to src|same as source|src and dst/i;

/** Reads the provider's answer to a send. Whatever is not certain is `unknown`. */
export function readSendAnswer(answer: HttpAnswer, now: Date): SendOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return accepted(answer) ?? unreadable(answer);
  if (status === 429) {
    const header = answer.headers['retry-after'];
    return {
      kind: 'throttled',
      httpStatus: status,
      error: errorText(answer),
      retryAfterMs: retryAfterMs(header, now),
    };
  }
  const scope = REFUSALS[status];
  if (scope === undefined) return { kind: 'unknown', httpStatus: status, cause: errorText(answer) };
  const error = errorText(answer);
  return { kind: 'refused', httpStatus: status, error, scope: scopeOf(status, scope, error) };
}

function scopeOf(status: number, usual: RefusalScope, error: string): RefusalScope {
  if (NO_CREDIT.test(error) || NO_ACCOUNT.test(error)) return 'account';
  return status === 400 && BAD_DESTINATIONS.test(error) ? 'batch' : usual;
}

function accepted(answer: HttpAnswer): Accepted | undefined {
  const body = jsonObjectOf(answer);
  // A lone UUID is not documented for bulk sends, but means the same.
  const uuids = typeof body?.message_uuid === 'string' ? [body.message_uuid] : body?.message_uuid;
  // Absent when no number was invalid.
  const invalid = body?.invalid_number ?? [];
  if (!isStrings(uuids) || !isStrings(invalid)) return undefined;
  // Nothing taken and nothing turned down is no answer to a request that had destinations.
  if (uuids.length === 0 && invalid.length === 0) return undefined;
  return {
    kind: 'accepted',
    httpStatus: answer.status,
    apiId: typeof body?.api_id === 'string' ? printable(body.api_id) : undefined,
    messageUuids: uuids,
    invalidNumbers: invalid.map(printable),
  };
}

function unreadable(answer: HttpAnswer): Unknown {
  return { kind: 'unknown', httpStatus: answer.status, cause: 'the answer of a success could not be read' };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
