import { type Form, parseForm, type SignatureTokens } from '@herald/provider';
import { type FastifyInstance } from 'fastify';
import { type AddressInfo } from 'node:net';
import { validateSignature, validateV3Signature } from 'plivo';

import { createIngressServer } from '../../../apps/ingress/src/ingress-server';
import { SignedForms } from '../../../apps/ingress/src/signed-forms';
import { type WebhookRequest } from '../../../apps/ingress/src/webhook-request';

/** The doors of ingress, by the name of what comes through them. */
const DOORS = {
  status: '/callbacks/plivo/status/:token',
  inbound: '/callbacks/plivo/inbound',
  tendlc: '/callbacks/plivo/10dlc',
  tollfree: '/callbacks/plivo/tollfree',
} as const;
export type Door = keyof typeof DOORS;

export interface ReceivedWebhook {
  readonly door: Door;
  readonly method: 'GET' | 'POST';
  readonly form: Form;
  /** What ingress or the SDK says against its signatures. */
  readonly objections: readonly string[];
}

export interface Receiver {
  /** Where the provider is told to call. */
  urlOf(door: Door): string;
  readonly received: readonly ReceivedWebhook[];
  close(): Promise<void>;
}

/** Ingress's own HTTP server and signature check, with doors that keep what comes in. */
export async function startReceiver(tokens: SignatureTokens & { readonly authToken: string }): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  let origin = '';
  const routes = (Object.keys(DOORS) as Door[]).map((door) => {
    let forms: SignedForms | undefined;
    return {
      path: DOORS[door],
      bodyLimitBytes: 65_536,
      answer: (request: WebhookRequest, reply: (status: 200 | 403) => void) => {
        forms ??= new SignedForms({ publicUrl: origin, tokens });
        const form = forms.read(request);
        const objections = typeof form === 'string' ? [`ingress takes it for ${form}`] : [];
        objections.push(...sdkObjections(request, origin, tokens.authToken));
        const { method, query, body } = request;
        const read = typeof form === 'string' ? parseForm(method === 'GET' ? query : body) : form;
        received.push({ door, method, form: read, objections });
        reply(objections.length === 0 ? 200 : 403);
      },
      countMalformed: () => {
        received.push({ door, method: 'POST', form: parseForm(''), objections: ['HTTP itself refuses it'] });
      },
    };
  });
  const server: FastifyInstance = createIngressServer(routes);
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    urlOf: (door) => origin + DOORS[door].replace(':token', 'conformance'),
    received,
    close: () => server.close(),
  };
}

/** The SDK's own validators, of V3 and of V2. */
function sdkObjections(
  { method, path, query, body, headers }: WebhookRequest,
  origin: string,
  token: string,
): string[] {
  const header = (name: string): string => String(headers[`x-plivo-signature-${name}`] ?? '');
  const url = origin + path;
  const asked = query === '' ? url : `${url}?${query}`;
  const fields = method === 'POST' ? Object.fromEntries(new URLSearchParams(body)) : {};
  const v3 = Boolean(validateV3Signature(method, asked, header('v3-nonce'), token, header('v3'), fields));
  const v2 = Boolean(validateSignature(url, header('v2-nonce'), header('v2'), token));
  return [...(v3 ? [] : ['the SDK refuses its V3 signature']), ...(v2 ? [] : ['the SDK refuses its V2 signature'])];
}
