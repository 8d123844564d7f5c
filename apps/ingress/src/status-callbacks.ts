import {
  CallbackIntake,
  CallbackTally,
  parseBatchToken,
  parseStatusCallback,
  type CallbackEvent,
  type TurnedAway,
} from '@herald/delivery';
import { Inject, Injectable } from '@nestjs/common';
import { type SignatureSettings, SignedForms } from './signed-forms';
import type { IngressRoute, Reply, WebhookRequest } from './webhook-request';

export interface WebhookSettings extends SignatureSettings {
  /** Seals the batch tokens. */
  readonly secret: string;
}

export const WEBHOOK_SETTINGS = Symbol('WEBHOOK_SETTINGS');

const MAX_KNOWN_BATCHES = 10_000;

/** Token, signature, meaning, ledger: in this order, so that nobody but the provider costs Postgres anything. */
@Injectable()
export class StatusCallbacks implements IngressRoute {
  readonly path = '/callbacks/plivo/status/:token';
  /** A status callback has less than 1 kB. */
  readonly bodyLimitBytes = 16_384;
  private readonly batches = new Map<string, string>();
  private readonly forms: SignedForms;

  constructor(
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
    private readonly intake: CallbackIntake,
    private readonly tally: CallbackTally,
  ) {
    this.forms = new SignedForms(settings);
  }

  answer(request: WebhookRequest, reply: Reply): void {
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
  private read(request: WebhookRequest): CallbackEvent | TurnedAway {
    const batchId = this.batchOf(request.token);
    if (batchId === undefined) return 'forged';
    const form = this.forms.read(request);
    if (typeof form === 'string') return form;
    const callback = parseStatusCallback(form);
    if (callback === undefined) return 'malformed';
    const { to, facts, unknownStatus } = callback;
    const event = { source: 'callback', batchId, to, facts } as const;
    return unknownStatus === undefined ? event : { ...event, unknownStatus };
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
