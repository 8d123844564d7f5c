import { DateTime, IANAZone } from 'luxon';
import type { Checked } from './domain/sender';

const WITH_OFFSET = /T.*(Z|[+-]\d{2}(:?\d{2})?)$/i;

/**
 * The instant a caller means: ISO 8601 with an offset, or a local time of `zone` (IANA). A local time that the clocks skip or
 * pass twice is refused: sending an hour off is worse than asking.
 */
export function scheduleInstant(text: string, zone: string | undefined): Checked<Date> {
  if (zone !== undefined && !IANAZone.isValidZone(zone)) {
    return refuse(`"${zone}" is not an IANA time zone (like Europe/Berlin)`);
  }
  if (!text.includes('T')) return refuse('must be an ISO 8601 date and time, like 2026-03-01T09:00:00+01:00');
  if (WITH_OFFSET.test(text)) return instantOf(DateTime.fromISO(text, { setZone: true }));
  if (zone === undefined) return refuse('has no UTC offset: add one (like +01:00 or Z), or give schedule_zone');
  return localInstant(text, zone);
}

function localInstant(text: string, zone: string): Checked<Date> {
  const wanted = DateTime.fromISO(text, { zone: 'utc' });
  const local = DateTime.fromISO(text, { zone });
  if (!local.isValid || !wanted.isValid) return instantOf(local);
  if (local.hour !== wanted.hour || local.minute !== wanted.minute || local.day !== wanted.day) {
    return refuse(`does not exist in ${zone}: the clocks go forward over it`);
  }
  const offsets = local.getPossibleOffsets();
  if (offsets.length > 1) {
    const ways = offsets.map((way) => way.toFormat('ZZ')).join(' or ');
    return refuse(`comes twice in ${zone} as the clocks go back: add the UTC offset that is meant (${ways})`);
  }
  return instantOf(local);
}

function instantOf(time: DateTime): Checked<Date> {
  if (!time.isValid)
    return refuse(`is not a date and time of ISO 8601: ${time.invalidExplanation ?? 'cannot be read'}`);
  return { ok: true, value: time.toJSDate() };
}

function refuse(message: string): Checked<never> {
  return { ok: false, message };
}
