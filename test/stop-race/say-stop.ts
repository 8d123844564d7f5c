import { sleep } from '@herald/kernel';
import { signatureHeaders } from '../bench/callbacks/signature-headers';
import type { Stop } from './stops';

/** What came of a person's word. */
export interface Heard extends Stop {
  /** Epoch ms at which ingress's 200 was here: the opt-out was committed before. Undefined where it was refused. */
  readonly acknowledgedAt: number | undefined;
  readonly status: number;
  /** Of the copy that the provider brought again. */
  readonly repeatedStatus: number | undefined;
}

interface Door {
  readonly url: string;
  readonly authToken: string;
  /** Our number. */
  readonly to: string;
}

const PATH = '/callbacks/plivo/inbound';
const AGAIN_AFTER_MS = 250;
const PATIENCE_MS = 30_000;

/** Says every STOP at its moment, as the provider would bring it: signed, repeated until it is taken. */
export async function sayStops(stops: readonly Stop[], door: Door): Promise<Heard[]> {
  const began = performance.now();
  return Promise.all(
    stops.map(async (stop) => {
      await sleep(Math.max(0, stop.atMs - (performance.now() - began)));
      const first = await untilTaken(stop, door);
      if (stop.againAfterMs === undefined) return { ...stop, ...first, repeatedStatus: undefined };
      await sleep(stop.againAfterMs);
      const { status: repeatedStatus } = await untilTaken(stop, door);
      return { ...stop, ...first, repeatedStatus };
    }),
  );
}

async function untilTaken(stop: Stop, door: Door): Promise<Pick<Heard, 'acknowledgedAt' | 'status'>> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const status = await say(stop, door).catch(() => 0);
    const now = Date.now();
    if (status === 200) return { acknowledgedAt: now, status };
    if (status === 403 || performance.now() > deadline) return { acknowledgedAt: undefined, status };
    await sleep(AGAIN_AFTER_MS);
  }
}

async function say({ phone, uuid, text, intent, forged }: Stop, { url, authToken, to }: Door): Promise<number> {
  const params = {
    MessageUUID: uuid,
    From: phone,
    To: to,
    Text: text,
    Type: 'sms',
    Units: '1',
    TotalRate: '0',
    TotalAmount: '0',
    MessageIntent: intent,
  };
  const token = forged ? `${authToken}?` : authToken;
  const headers = signatureHeaders({ url: url + PATH, params, nonce: uuid, token });
  const response = await fetch(url + PATH, { method: 'POST', headers, body: new URLSearchParams(params) });
  await response.arrayBuffer();
  return response.status;
}
