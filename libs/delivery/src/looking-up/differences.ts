import { amountText } from '@herald/kernel';
import type { MessageFacts } from '@herald/ledger';

export const DIFFERENCE_FIELDS = [
  'state',
  'error_code',
  'units',
  'total_amount',
  'mcc',
  'mnc',
  'message_uuid',
] as const;

/** One thing that Herald's ledger and the provider's record tell otherwise; null: not known. */
export interface Difference {
  readonly field: (typeof DIFFERENCE_FIELDS)[number];
  readonly herald: string | number | null;
  readonly provider: string | number | null;
}

/**
 * Where the ledger and a record differ. What the record leaves out is no difference, but for the state and its error code, which stand together. Times are not compared:
 * a record rounds them otherwise than a callback.
 *
 * @param state as the campaign's list shows it: the message's own or its batch's
 */
export function differencesOf(ledger: MessageFacts, state: string, record: MessageFacts): Difference[] {
  const all: Difference[] = [
    { field: 'state', herald: state, provider: record.state },
    { field: 'error_code', herald: ledger.errorCode, provider: record.errorCode },
    { field: 'units', herald: ledger.units, provider: record.units },
    { field: 'total_amount', herald: textOf(ledger.amount), provider: textOf(record.amount) },
    { field: 'mcc', herald: ledger.mcc, provider: record.mcc },
    { field: 'mnc', herald: ledger.mnc, provider: record.mnc },
    { field: 'message_uuid', herald: ledger.messageUuid, provider: record.messageUuid },
  ];
  return all.filter(
    ({ field, herald, provider }) => herald !== provider && (provider !== null || field === 'error_code'),
  );
}

function textOf(amount: number | null): string | null {
  return amount === null ? null : amountText(BigInt(amount));
}
