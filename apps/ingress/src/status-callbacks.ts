import {
  CallbackIntake,
  CallbackTally,
  parseBatchToken,
  parseStatusCallback,
  type CallbackEvent,
  type TurnedAway,
} from '@herald/delivery';
import { EMPTY_FORM, FormReader, type SignatureTokens, verifySignature } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import type { CallbackAnswer, CallbackRequest } from './callback-request';

export interface StatusCallbackSettings {
  /** What the provider was told to call, and so has signed; without a slash at the end. */
  readonly publicUrl: string;
  /** Seals the batch tokens. */
  readonly secret: string;
  readonly tokens: SignatureTokens;
}

const MAX_KNOWN_BATCHES = 10_000;

export const STATUS_CALLBACK_SETTINGS = Symbol('STATUS_CALLBACK_SETTINGS');

/** Token, signature, meaning, ledger: in this order, so that nobody but the provider costs Postgres anything. */
@Injectable()
export class StatusCallbacks {
  private readonly batches = new Map<string, string>();
  private readonly forms = new FormReader();

  constructor(
    @Inject(STATUS_CALLBACK_SETTINGS) private readonly settings: StatusCallbackSettings,
    private readonly intake: CallbackIntake,
    private readonly tally: CallbackTally,
  ) {}

  answer(request: CallbackRequest, reply: (status: CallbackAnswer) => void): void {
    const event = this.read(request);
    if (typeof event === 'string') {
      this.tally.add(event);
      // Signed, and still not understood: the same again would be no better, so the provider is not asked for it.
      reply(event === 'malformed' ? 200 : 403);
      return;
    }
    this.intake.accept(event).then(
      () => {
        reply(200);
      },
      () => {
        // The intake has said why. Not committed means not acknowledged.
        reply(503);
      },
    );
  }

  countMalformed(): void {
    this.tally.add('malformed');
  }

  /** What the request tells, if the provider made it. */
  private read({ method, path, token, query, body, headers }: CallbackRequest): CallbackEvent | TurnedAway {
    const batchId = this.batchOf(token);
    if (batchId === undefined) return 'forged';
    const { publicUrl, tokens } = this.settings;
    const asked = query === '' ? EMPTY_FORM : this.forms.read(query);
    const sent = method === 'GET' || body === '' ? EMPTY_FORM : this.forms.read(body);
    const verdict = verifySignature({ method, url: publicUrl + path, query: asked, body: sent }, headers, tokens);
    if (verdict !== 'valid') return verdict;
    const form = method === 'GET' ? asked : sent;
    this.forms.learn(form);
    const callback = parseStatusCallback(form);
    return callback === undefined
      ? 'malformed'
      : { source: 'callback', batchId, to: callback.to, facts: callback.facts };
  }

  // A batch's token comes thousands of times. Only true ones are kept, so nobody else can fill this.
  private batchOf(token: string): string | undefined {
    const known = this.batches.get(token);
    if (known !== undefined) return known;
    const batchId = parseBatchToken(this.settings.secret, token);
    if (batchId === undefined) return undefined;
    if (this.batches.size >= MAX_KNOWN_BATCHES) this.batches.clear();
    this.batches.set(token, batchId);
    return batchId;
  }
}
