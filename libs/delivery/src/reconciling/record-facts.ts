import type { MessageFacts } from '@herald/ledger';
import { formOf, type MessageRecord } from '@herald/provider';

import { parseStatusCallback } from '../callbacks/status-callback';

/** A record says what a callback would have said, in other words. @returns undefined when it is in no state Herald knows */
export function factsOf(record: MessageRecord): MessageFacts | undefined {
  const time = record.time?.toISOString() ?? '';
  const stateTime = record.stateTime?.toISOString() ?? time;
  const form = formOf({
    Status: record.state,
    To: record.to,
    ErrorCode: record.errorCode ?? '',
    Units: record.units === undefined ? '' : String(record.units),
    MCC: record.mcc ?? '',
    MNC: record.mnc ?? '',
    MessageUUID: record.messageUuid,
    TotalAmount: record.totalAmount ?? '',
    MessageTime: time,
    SentTime: stateTime,
    DeliveryReportTime: stateTime,
  });
  const told = parseStatusCallback(form);
  return told?.unknownStatus === undefined ? told?.facts : undefined;
}
