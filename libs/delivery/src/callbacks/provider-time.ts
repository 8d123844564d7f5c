const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;
const MINUTE_MS = 60_000;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * A time as callbacks write it, `YYYY-mm-dd HH:MM:SS.SSSSSS`, as epoch milliseconds: UTC where no offset is given. Undefined
 * for anything else, and for years that no message can be of.
 */
export function parseProviderTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const [monthIndex, dayOfMonth] = [Number(month) - 1, Number(day)];
  const at = Date.UTC(Number(year), monthIndex, dayOfMonth, Number(hour), Number(minute), Number(second));
  const read = new Date(at);
  if (read.getUTCMonth() !== monthIndex || read.getUTCDate() !== dayOfMonth) return undefined;
  const epochMs = at + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs(zone);
  return epochMs >= EARLIEST && epochMs < LATEST ? epochMs : undefined;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
