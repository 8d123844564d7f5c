import { batchToken } from '@herald/delivery';
import type { LoadPlan, SigningPlan } from './load-plan';
import { signatureHeaders } from './signature-headers';

export const STATUSES = ['queued', 'sent', 'delivered'] as const;
export type Status = (typeof STATUSES)[number];
/** How many messages further a message's next callback comes: the provider works through a queue. */
const LAG = 2_000;
const MNCS = ['260', '410', '480'];

/** Three callbacks a message as they go over the wire, all six signature headers included, in the order they are sent. */
export function signedRequests(plan: LoadPlan): Buffer[] {
  const messages = plan.batchIds.length * plan.perBatch;
  const tokens = plan.batchIds.map((id) => batchToken(plan.secret, id));
  const requests: Buffer[] = [];
  for (let step = 0; step < messages + 2 * LAG; step += 1) {
    STATUSES.forEach((status, index) => {
      const message = step - index * LAG;
      const token = tokens[Math.floor(message / plan.perBatch)];
      if (message >= 0 && token !== undefined) requests.push(requestOf(plan, token, message, status));
    });
  }
  return requests;
}

/** One callback as it goes over the wire. */
export function requestOf(plan: SigningPlan, token: string, message: number, status: Status): Buffer {
  const path = `/callbacks/plivo/status/${token}`;
  const uuid = `5b40a428-bfc7-4daf-9d06-${message.toString(16).padStart(12, '0')}`;
  const time = (second: number): string => `2026-08-01 12:00:${String(second).padStart(2, '0')}.123000`;
  const params = {
    MessageUUID: uuid,
    ParentMessageUUID: uuid,
    From: '14155550000',
    To: String(plan.firstPhone + message),
    Type: 'sms',
    Status: status,
    Units: '1',
    PartInfo: '1 of 1',
    TotalRate: '0.00350',
    TotalAmount: '0.00350',
    MCC: '310',
    MNC: MNCS[message % MNCS.length] ?? '',
    ErrorCode: '',
    Sequence: String(STATUSES.indexOf(status) + 1),
    MessageTime: time(0),
    QueuedTime: time(1),
    SentTime: status === 'queued' ? '' : time(2),
    DeliveryReportTime: status === 'delivered' ? time(5) : '',
    RequesterIP: '203.0.113.9',
    PowerpackUUID: '',
  };
  return postOf(plan, { path, params, nonce: String(31_627_761_595_286 + message) });
}

interface Post {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly nonce: string;
}

/** A signed POST of the provider, headers and all. */
export function postOf(plan: SigningPlan, { path, params, nonce }: Post): Buffer {
  const body = new URLSearchParams(params).toString();
  const headers = signatureHeaders({ url: plan.publicUrl + path, params, nonce, token: plan.authToken });
  const lines = Object.entries({
    Host: 'callbacks.example.com',
    'User-Agent': 'plivo',
    Accept: '*/*',
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
