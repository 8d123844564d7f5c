import type { ReportMinute } from './report';
import type { ReportFacts } from './report-facts';

/** One row for each minute in which a message reached its state or a request was made, in order of time. */
export function composeMinutes(facts: Pick<ReportFacts, 'message_minutes' | 'request_minutes'>): ReportMinute[] {
  const minutes = new Map<number, { messages: Record<string, number>; requests: Record<string, number> }>();
  const minuteOf = (time: string) => {
    const key = Date.parse(time);
    const minute = minutes.get(key) ?? { messages: {}, requests: {} };
    minutes.set(key, minute);
    return minute;
  };
  for (const row of facts.message_minutes) minuteOf(row.minute).messages[row.state] = row.messages;
  for (const row of facts.request_minutes) minuteOf(row.minute).requests[row.outcome] = row.requests;
  return [...minutes]
    .sort(([a], [b]) => a - b)
    .map(([time, counts]) => ({ minute: new Date(time).toISOString(), ...counts }));
}
