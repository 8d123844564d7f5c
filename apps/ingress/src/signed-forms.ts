import { EMPTY_FORM, type Form, FormReader, type SignatureTokens, verifySignature } from '@herald/provider';
import type { WebhookRequest } from './webhook-request';

export interface SignatureSettings {
  /** What the provider was told to call, and so has signed; without a slash at the end. */
  readonly publicUrl: string;
  readonly tokens: SignatureTokens;
}

/** Reads the forms of one route, as far as the provider signed them. */
export class SignedForms {
  // Each route has its own: the provider writes the same keys again and again at each.
  private readonly forms = new FormReader();

  constructor(private readonly settings: SignatureSettings) {}

  /** The form of a request whose signature is right; else what is wrong with it. */
  read({ method, path, query, body, headers }: WebhookRequest): Form | 'forged' | 'unsigned' {
    const { publicUrl, tokens } = this.settings;
    const asked = query === '' ? EMPTY_FORM : this.forms.read(query);
    const sent = method === 'GET' || body === '' ? EMPTY_FORM : this.forms.read(body);
    const verdict = verifySignature({ method, url: publicUrl + path, query: asked, body: sent }, headers, tokens);
    if (verdict !== 'valid') return verdict;
    const form = method === 'GET' ? asked : sent;
    this.forms.learn(form);
    return form;
  }
}
