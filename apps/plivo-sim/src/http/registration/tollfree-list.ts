import { type Verification } from '../../registration/records';
import { usecaseKey } from '../../registration/tollfree-fields';
import { ApiFault } from '../api-fault';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const DATE = /^\d{4}-\d\d-\d\d$/;
const CREATED = ['created', 'created__gt', 'created__gte', 'created__lt', 'created__lte'] as const;

function day(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const at = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new ApiFault(400, `${name} must be in YYYY-MM-DD format`);
  return at;
}

/** Days as half-open ranges; without any filter the last seven days [notes §4]. */
function createdRange(query: URLSearchParams, now: number): { from: number; to: number } {
  const [on, gt, gte, lt, lte] = CREATED.map((name) => day(query, name));
  if ([on, gt, gte, lt, lte].every((each) => each === undefined)) {
    return { from: now - DEFAULT_DAYS * DAY_MS, to: Infinity };
  }
  return {
    from: Math.max(on ?? 0, gt === undefined ? 0 : gt + DAY_MS, gte ?? 0),
    to: Math.min(
      on === undefined ? Infinity : on + DAY_MS,
      lt ?? Infinity,
      lte === undefined ? Infinity : lte + DAY_MS,
    ),
  };
}

/** The test that the query of `GET …/TollfreeVerification/` asks for; throws ApiFault 400. */
export function tollfreeFilter(query: URLSearchParams, now: number): (each: Verification) => boolean {
  const { from, to } = createdRange(query, now);
  const [number, status, profile, usecase] = ['number', 'status', 'profile_uuid', 'usecase'].map((name) => {
    const value = query.get(name);
    return value === '' ? null : value;
  });
  return (each) =>
    each.createdAt >= from &&
    each.createdAt < to &&
    (number == null || each.number === number.replace(/\D/g, '')) &&
    (status == null || each.state === status.toUpperCase()) &&
    (profile == null || each.content.profile_uuid === profile) &&
    (usecase == null || usecaseKey(each.content.usecase) === usecaseKey(usecase));
}
