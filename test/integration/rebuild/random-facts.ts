import type { MessageFacts } from '@herald/ledger';
import fc from 'fast-check';

const AT = Date.UTC(2026, 7, 1, 12, 0, 0);
const STATES = ['queued', 'sent', 'expired', 'failed', 'undelivered', 'delivered', 'read'] as const;
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** What a callback or a look-up may say; few values, so that ties and contradictions are common. */
export const randomFacts: fc.Arbitrary<MessageFacts> = fc.record({
  state: fc.constantFrom(...STATES),
  errorCode: orNull(fc.constantFrom(0, 30, 50, 420)),
  stateAt: orNull(fc.constantFrom(AT, AT + 1, AT + 1_001, AT + 61_123)),
  units: orNull(fc.constantFrom(1, 3)),
  mcc: orNull(fc.constantFrom('310', '405', '41')),
  mnc: orNull(fc.constantFrom('004', '04', '260')),
  messageUuid: orNull(
    fc.constantFrom(
      '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
      '6b40a428-bfc7-4daf-9d06-726c558bf3b8',
      'f'.repeat(8) + '-0000-4000-8000-000000000000',
    ),
  ),
  amount: orNull(fc.constantFrom(0, 350, 123_456, 99_999_999)),
});
