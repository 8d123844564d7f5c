import type { Logger } from '@herald/observability';

import type { Attempt } from './outcome.repository';
import type { Recorded } from './recorded';

/** One wide line per attempt. Ids and counts: never a number, never a text. */
export function logAttempt(logger: Logger, attempt: Attempt, recorded: Recorded, ms: number): void {
  const { batch, outcome, decision } = attempt;
  const line = {
    event: 'send.attempted',
    batch_id: batch.id,
    campaign_id: batch.campaignId,
    country: batch.country,
    attempt: batch.attempt,
    fence: batch.fence,
    messages: batch.destinations.length,
    suppressed: batch.suppressed,
    outcome: outcome.kind,
    status: 'httpStatus' in outcome ? outcome.httpStatus : undefined,
    scope: outcome.kind === 'refused' ? outcome.scope : undefined,
    cause: 'cause' in outcome ? outcome.cause : 'error' in outcome ? outcome.error : undefined,
    invalid: outcome.kind === 'accepted' ? outcome.invalidNumbers.length : undefined,
    to: decision.to,
    halt: decision.halt === 'nothing' ? undefined : decision.halt,
    wait_ms: decision.waitMs,
    recorded,
    ms: Math.round(ms),
  };
  if (outcome.kind === 'accepted') logger.info(line, 'batch accepted');
  else if (outcome.kind === 'throttled' || outcome.kind === 'not_sent') logger.warn(line, 'batch goes back');
  else logger.error(line, `batch ${outcome.kind}`);
}
