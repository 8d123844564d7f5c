import { CallbackIntake, CallbackTally, parseBatchToken, parseStatusCallback, type TurnedAway } from '@herald/delivery';
import { type SignatureTokens, verifySignature } from '@herald/provider';
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

  constructor(
    @Inject(STATUS_CALLBACK_SETTINGS) private readonly settings: StatusCallbackSettings,
    private readonly intake: CallbackIntake,
    private readonly tally: CallbackTally,
  ) {}

  async answer(request: CallbackRequest): Promise<CallbackAnswer> {
    const { publicUrl, tokens } = this.settings;
    const batchId = this.batchOf(request.token);
    if (batchId === undefined) return this.turnAway('forged');
    const { method, query, body, headers } = request;
    const verdict = verifySignature({ method, url: publicUrl + request.path, query, body }, headers, tokens);
    if (verdict !== 'valid') return this.turnAway(verdict);

    const callback = parseStatusCallback(method === 'GET' ? query : body);
    // Signed, and still not understood: the same again would be no better, so the provider is not asked for it.
    if (callback === undefined) return this.turnAway('malformed');
    try {
      await this.intake.accept({ source: 'callback', batchId, to: callback.to, facts: callback.facts });
      return 200;
    } catch {
      // The intake has said why. Not committed means not acknowledged.
      return 503;
    }
  }

  countMalformed(): void {
    this.tally.add('malformed');
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

  private turnAway(outcome: TurnedAway): CallbackAnswer {
    this.tally.add(outcome);
    return outcome === 'malformed' ? 200 : 403;
  }
}
