import { printable } from '../provider-text';
import { numberOf, WebhookFields, type WebhookPayload } from './webhook-fields';

/** A change of a toll-free verification's status. */
export interface TollfreeWebhook {
  readonly uuid: string;
  /** Digits, where told. */
  readonly number: string | undefined;
  readonly status: TollfreeStatus;
  /** The provider's words for a rejection or a demanded update. */
  readonly reason: string | undefined;
}

export type TollfreeStatus = 'SUBMITTED' | 'PROCESSING' | 'APPROVED' | 'REJECTED' | 'UPDATE_REQUIRED';

const STATUSES: ReadonlyMap<string, TollfreeStatus> = new Map(
  (['SUBMITTED', 'PROCESSING', 'APPROVED', 'REJECTED', 'UPDATE_REQUIRED'] as const).map((status) => [
    status.replace('_', ''),
    status,
  ]),
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads a callback of a toll-free verification. @returns undefined unless request and status are beyond doubt */
export function parseTollfreeWebhook(payload: WebhookPayload): TollfreeWebhook | undefined {
  const fields = new WebhookFields(payload, 'open');
  const uuid = fields.text('uuid', 'verificationuuid', 'requestuuid', 'tollfreeverificationuuid');
  const said = fields
    .text('status', 'verificationstatus', 'state')
    ?.toUpperCase()
    .replace(/[^A-Z]/g, '');
  const status = STATUSES.get(said ?? '');
  if (uuid === undefined || !UUID.test(uuid) || status === undefined) return undefined;
  const reason = fields.text('errormessage', 'rejectionreason', 'reason', 'error');
  return {
    uuid: uuid.toLowerCase(),
    number: numberOf(fields.text('number', 'tollfreenumber', 'phonenumber')),
    status,
    reason: reason === undefined ? undefined : printable(reason),
  };
}
