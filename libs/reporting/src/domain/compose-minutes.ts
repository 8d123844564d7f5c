import type { ReportMinute } from './report';
import type { ReportFacts } from './report-facts';

const NONE = {};

/** One row for each minute in which a message reached its state or a request was made, in order of time. */
export function composeMinutes(facts: Pick<ReportFacts, 'message_minutes' | 'request_minutes'>): ReportMinute[] {
  const { message_minutes: messages, request_minutes: requests } = facts;
  const minutes = new Set([...Object.keys(messages), ...Object.keys(requests)]);
  return [...minutes]
    .sort((a, b) => Number(a) - Number(b))
    .map((minute) => ({
      minute: new Date(Number(minute) * 1_000).toISOString(),
      messages: messages[minute] ?? NONE,
      requests: requests[minute] ?? NONE,
    }));
}
