import { type CallbackStatus } from '../delivery/event';
import { type Ledger } from '../ledger/ledger';
import { carrierAt } from '../message/countries';
import { hidesNumber, maskNumber } from '../message/mask';
import { type MessageIds } from '../message-id';
import { formatMoney } from '../money';
import { type SimulatorOptions } from '../options/options';
import { timestamp } from '../timestamp';

const CONVERSATION_MS = 86_400_000;

/** The callback's `Status`: a message that was read meanwhile had been delivered when its receipt was announced. */
function statusName(ledger: Ledger, row: number, status: CallbackStatus): string {
  if (status !== 'final') return status;
  const state = ledger.stateOf(row);
  return state === 'read' ? 'delivered' : state;
}

function sequence(ledger: Ledger, row: number, status: CallbackStatus): number {
  if (status === 'queued') return 1;
  if (status === 'sent') return 2;
  return (ledger.sentTime(row) === undefined ? 2 : 3) + (status === 'read' ? 1 : 0);
}

function optionalTime(at: number | undefined): string {
  return at === undefined ? '' : timestamp(at);
}

/** All documented fields of a status callback, numbers without "+". A pure view of the ledger: a retry says the same. */
export function statusParams(
  row: number,
  status: CallbackStatus,
  view: { ledger: Ledger; ids: MessageIds; options: SimulatorOptions },
): Record<string, string> {
  const { ledger, ids, options } = view;
  const request = ledger.requestOf(row);
  const carrier = carrierAt(ledger.carrierIndex(row));
  const id = ids.of(row);
  const to = String(ledger.toOf(row));
  const name = statusName(ledger, row, status);
  const reached = status === 'queued' ? undefined : ledger.sentTime(row);
  const failed = name === 'failed' || name === 'undelivered';
  const queued = timestamp(request.at);
  const params: Record<string, string> = {
    MessageUUID: id,
    ParentMessageUUID: id,
    From: ledger.fromOf(row),
    To: options.callbacks.mask_unlogged && hidesNumber(request.log) ? maskNumber(to) : to,
    Type: request.type,
    Status: name,
    Units: String(request.units),
    PartInfo: '1 of 1',
    TotalRate: formatMoney(carrier.rate),
    TotalAmount: formatMoney(name === 'failed' ? 0 : carrier.rate * request.units),
    MCC: carrier.mcc,
    MNC: carrier.mnc,
    ErrorCode: failed ? String(ledger.codeOf(row)) : '',
    Sequence: String(sequence(ledger, row, status)),
    MessageTime: queued,
    QueuedTime: queued,
    SentTime: optionalTime(reached),
    DeliveryReportTime: status === 'final' || status === 'read' ? optionalTime(ledger.finalTime(row)) : '',
    [options.unknowns.requester_ip_key]: request.requesterIp,
    PowerpackUUID: request.powerpack ?? '',
  };
  if (request.type === 'whatsapp') {
    params.ConversationID = ids.apiId(ledger.toOf(row));
    params.ConversationOrigin = request.templated ? 'marketing' : 'service';
    params.ConversationExpirationTimestamp = String(Math.floor((request.at + CONVERSATION_MS) / 1000));
  }
  return params;
}
