import type { ReportMinute } from '@herald/reporting';
import { bar } from '../terminal/bar';
import { formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';

const MAX_LINES = 24;
const MAX_BAR = 40;
const MINUTE_MS = 60_000;
// Steps a person reads easily.
const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1_440];
const GOOD = ['delivered', 'read', 'sent_no_receipt'];
const BAD = ['undelivered', 'failed', 'expired', 'refused'];

interface Slot {
  messages: number;
  good: number;
  bad: number;
  requests: number;
  throttled: number;
}

/** One line for each minute or, over longer times, for each step of several; steps without events are shown as empty. */
export function timeSeriesLines(minutes: readonly ReportMinute[], width: number): string[] {
  const [first] = minutes;
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = (Date.parse(last.minute) - Date.parse(first.minute)) / MINUTE_MS + 1;
  const step = STEPS_MINUTES.find((each) => span / each <= MAX_LINES) ?? Math.ceil(span / MAX_LINES);
  const slots = slotsOf(minutes, step * MINUTE_MS);
  const most = Math.max(1, ...[...slots.values()].map(({ messages }) => messages));
  const room = Math.min(MAX_BAR, width - 50);
  return textTable(
    [
      { heading: step === 1 ? 'minute' : `${step} min` },
      { heading: 'messages', align: 'right' },
      { heading: 'good', align: 'right' },
      { heading: 'bad', align: 'right' },
      { heading: 'requests', align: 'right' },
      { heading: '429s', align: 'right' },
      {},
    ],
    [...slots].map(([start, slot]) => [
      labelOf(start, span),
      formatCount(slot.messages),
      formatCount(slot.good),
      formatCount(slot.bad),
      formatCount(slot.requests),
      formatCount(slot.throttled),
      room < 5 ? '' : bar(slot.messages / most, room),
    ]),
    { width },
  );
}

function slotsOf(minutes: readonly ReportMinute[], stepMs: number): Map<number, Slot> {
  const starts = minutes.map(({ minute }) => Math.floor(Date.parse(minute) / stepMs) * stepMs);
  const slots = new Map<number, Slot>();
  for (let start = starts[0] ?? 0; start <= (starts.at(-1) ?? -1); start += stepMs) {
    slots.set(start, { messages: 0, good: 0, bad: 0, requests: 0, throttled: 0 });
  }
  for (const [index, { messages, requests }] of minutes.entries()) {
    const slot = slots.get(starts[index] ?? 0);
    if (slot === undefined) continue;
    slot.messages += total(messages);
    slot.good += total(messages, GOOD);
    slot.bad += total(messages, BAD);
    slot.requests += total(requests);
    slot.throttled += requests.throttled ?? 0;
  }
  return slots;
}

function total(counts: Readonly<Record<string, number>>, keys: readonly string[] = Object.keys(counts)): number {
  return keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
}

function labelOf(start: number, spanMinutes: number): string {
  const iso = new Date(start).toISOString();
  return spanMinutes > 24 * 60 ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
}
