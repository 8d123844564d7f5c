import type { AttemptsReport, ExplainError, ResentCount } from './report';
import type { AttemptFacts } from './report-facts';

/** Adds up what became of messages that were sent again, by the error before their newest attempt. */
export function composeAttempts({ earlier, withdrawn, resent }: AttemptFacts, explain: ExplainError): AttemptsReport {
  const byCode = new Map<number, ResentCount>();
  for (const { error_code: code, state, messages } of resent) {
    const { messages: before = 0, outcomes = {} } = byCode.get(code) ?? {};
    const { meaning } = explain(code);
    byCode.set(code, {
      error_code: code,
      meaning,
      messages: before + messages,
      outcomes: { ...outcomes, [state]: messages },
    });
  }
  const errors = [...byCode.values()].sort((a, b) => b.messages - a.messages || a.error_code - b.error_code);
  return {
    messages: errors.reduce((sum, { messages }) => sum + messages, 0),
    earlier_attempts: earlier.attempts,
    units: earlier.units,
    total_amount: earlier.amount,
    delivered_late: earlier.delivered_late,
    withdrawn,
    errors,
  };
}
