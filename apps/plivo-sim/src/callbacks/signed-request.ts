import { formEncode } from './form';
import { type OutgoingCallback } from './sender';
import { type Params, signatureHeaders, type SignatureModes } from './signature';
import { type CallbackTarget } from './target';

export interface RequestToSign {
  readonly method: 'GET' | 'POST';
  readonly target: CallbackTarget;
  readonly params: Params;
  readonly nonce: string;
  /** Token of the account or subaccount that it is about, and of the main account. */
  readonly token: string;
  readonly mainToken: string;
}

/** The request as it goes out: the parameters as a form or, by GET, in the query; all signature headers. */
export function signedRequest(request: RequestToSign, modes: SignatureModes): OutgoingCallback {
  const { method, target, params, nonce, token, mainToken } = request;
  const headers = signatureHeaders({ method, url: target.signed, params, nonce, token, mainToken }, modes);
  headers['user-agent'] = 'PlivoSimulator';
  const form = formEncode(params);
  const { origin, path } = target;
  if (method === 'GET') {
    return { method, origin, path: path + (path.includes('?') ? '&' : '?') + form, headers, body: null };
  }
  headers['content-type'] = 'application/x-www-form-urlencoded';
  return { method, origin, path, headers, body: form };
}
