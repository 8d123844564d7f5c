import { type Event, packEvent } from '../delivery/event';
import { type TimeBuckets } from '../delivery/time-buckets';
import { type Faults } from '../faults';
import { type Settings } from '../options/settings';
import { hashText, type SeededRandom } from '../random';
import { type DeliveryCounts, NO_DELIVERIES, pendingOf } from './counts';
import { type DeliverySource } from './dispatcher';
import { type OutgoingCallback } from './sender';
import { type Params, type SignatureModes } from './signature';
import { signedRequest } from './signed-request';
import { CallbackTargets } from './target';

/** Something that the customer asked to be told about, other than the status of a message. */
export interface Webhook {
  /** The account or subaccount that it is about. */
  readonly authId: string;
  /** What it is counted under: `brand`, `inbound`, … */
  readonly kind: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly params: Params;
  /** What a forger would say instead, wrongly signed. */
  readonly lie?: Params;
  /** Called with the body of the first answer of 2xx, however often it was delivered. */
  readonly onAnswer?: (body: string) => void;
  /** Called once for every delivery that was acknowledged or, after so many attempts, given up. */
  readonly onSettled?: (acknowledged: boolean, attempts: number) => void;
}

export interface WebhookParts {
  readonly settings: Settings;
  readonly faults: Faults;
  readonly random: SeededRandom;
  readonly wheel: TimeBuckets;
  readonly tokenOf: (authId: string) => string;
  readonly mainToken: string;
}

/** After the third retry nothing follows: events hold no later one. */
const LAST_ATTEMPT = 3;

const ALL_BROKEN: SignatureModes = {
  v2: 'broken',
  ma_v2: 'broken',
  v2_nonce: 'good',
  v3: 'broken',
  ma_v3: 'broken',
  v3_nonce: 'good',
};

/** What was sent in the provider's name by somebody else: `acknowledged` must stay 0. Nobody retries a forgery. */
class Forgeries implements DeliverySource {
  readonly counts: DeliveryCounts = { ...NO_DELIVERIES };

  constructor(readonly compose: (event: Event) => OutgoingCallback) {}

  tried(): void {
    // A forger does not care.
  }
}

/** Everything that is told but the status of messages: registrations, verifications, inbound messages. */
export class Webhooks implements DeliverySource {
  readonly counts: DeliveryCounts = { ...NO_DELIVERIES };
  readonly forgeries = new Forgeries((event) => this.request(event, ALL_BROKEN));
  readonly byKind = new Map<string, number>();
  private readonly stored: Webhook[] = [];
  private readonly answered = new Set<Webhook>();
  private readonly occasions = new Map<number, number>();
  private readonly targets = new CallbackTargets();

  constructor(private readonly parts: WebhookParts) {}

  get pending(): number {
    return pendingOf(this.counts);
  }

  /** Puts it on the wheel, as the faults will have it. `subject` names the occasion for their draws. */
  announce(webhook: Webhook, subject: string, at: number): void {
    const { faults, settings, wheel } = this.parts;
    const id = hashText(`${webhook.kind} ${subject}`);
    const nth = this.occasions.get(id) ?? 0;
    this.occasions.set(id, nth + 1);
    this.byKind.set(webhook.kind, (this.byKind.get(webhook.kind) ?? 0) + 1);
    this.counts.generated += 1;
    if (webhook.lie !== undefined && faults.strikes('webhook_forged', id, nth)) {
      this.forgeries.counts.generated += 1;
      wheel.add(at, this.store('forgery', { ...webhook, params: webhook.lie }));
    }
    if (faults.strikes('webhook_lost', id, nth)) {
      this.counts.lost += 1;
      return;
    }
    const { webhook_late: late, webhook_duplicated: duplicated } = settings.current.faults;
    let due = at;
    if (faults.strikes('webhook_late', id, nth)) {
      due += settings.realMs(faults.between('webhook_late', id, nth, late.min_ms, late.max_ms));
    }
    const event = this.store('webhook', webhook);
    wheel.add(due, event);
    if (faults.strikes('webhook_duplicated', id, nth)) {
      const later = faults.between('webhook_duplicated', id, nth, 0, duplicated.within_ms);
      this.counts.copies += 1;
      wheel.add(due + settings.realMs(later), event);
    }
  }

  compose(event: Event): OutgoingCallback {
    const request = this.request(event, this.parts.settings.current.callbacks.signatures);
    const webhook = this.at(event);
    const { onAnswer } = webhook;
    if (onAnswer === undefined) return request;
    return {
      ...request,
      onAnswer: (body) => {
        if (this.answered.has(webhook)) return;
        this.answered.add(webhook);
        onAnswer(body);
      },
    };
  }

  tried(event: Event, status: number): void {
    const { onSettled } = this.at(event);
    const acknowledged = status >= 200 && status < 300;
    const retries = this.parts.settings.current.callbacks.retry_delays_ms;
    if (acknowledged || retries[event.attempt] === undefined) onSettled?.(acknowledged, event.attempt + 1);
  }

  /** What an attacker sends by command: the webhook itself, wrongly signed. */
  forge(webhook: Webhook, at: number): void {
    this.forgeries.counts.generated += 1;
    this.parts.wheel.add(at, this.store('forgery', webhook));
  }

  clear(): void {
    Object.assign(this.counts, NO_DELIVERIES);
    Object.assign(this.forgeries.counts, NO_DELIVERIES);
    this.byKind.clear();
    this.occasions.clear();
    this.stored.length = 0;
    this.answered.clear();
  }

  private store(kind: 'webhook' | 'forgery', webhook: Webhook): number {
    const row = this.stored.push(webhook) - 1;
    return packEvent({ kind, row, status: 'queued', attempt: kind === 'forgery' ? LAST_ATTEMPT : 0, copy: false });
  }

  private request(event: Event, modes: SignatureModes): OutgoingCallback {
    const { random, tokenOf, mainToken } = this.parts;
    const { method, url, params, authId } = this.at(event);
    const nonce = [1, 2].map((part) => random.hash('webhook', event.row, part * 10 + event.attempt)).join('');
    const target = this.targets.of(url);
    return signedRequest({ method, target, params, nonce, token: tokenOf(authId), mainToken }, modes);
  }

  private at(event: Event): Webhook {
    const found = this.stored[event.row];
    if (found === undefined) throw new RangeError(`no webhook ${event.row}`);
    return found;
  }
}
