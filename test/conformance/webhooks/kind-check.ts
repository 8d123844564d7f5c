import { waitFor } from '../../support/wait-for';
import { type Context } from '../context';
import { type Door, type ReceivedWebhook, type Receiver } from './receiver';

export const WEBHOOK_KINDS = [
  'message status',
  'inbound message',
  'brand',
  'campaign',
  'number linking',
  'number unlinking',
  'toll-free verification',
] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

export interface WebhookResult {
  readonly kind: WebhookKind;
  /** What was told and understood. */
  readonly told: readonly string[];
  /** None: it passed. */
  readonly problems: readonly string[];
}

export const METHODS = ['POST', 'GET'] as const;
export type Method = (typeof METHODS)[number];

const PATIENCE_MS = 5_000;

/** What one kind of webhook must tell, and whether it did. */
export class KindCheck {
  private readonly told: string[] = [];
  private readonly problems: string[] = [];

  constructor(
    readonly kind: WebhookKind,
    readonly context: Context,
    private readonly receiver: Receiver,
  ) {}

  urlOf(door: Door): string {
    return this.receiver.urlOf(door);
  }

  /** Waits for a webhook that `read` makes something of; a wrong signature or a missing field is a problem. */
  async expect<T>(what: string, { door, method, read, fields = [] }: Expected<T>): Promise<T | undefined> {
    const find = (): [ReceivedWebhook, T] | undefined => {
      for (const webhook of this.receiver.received) {
        if (webhook.door !== door || webhook.method !== method) continue;
        const value = read(webhook);
        if (value !== undefined) return [webhook, value];
      }
      return undefined;
    };
    const found = await waitFor(what, find, PATIENCE_MS).catch(() => undefined);
    if (found === undefined) {
      this.problems.push(`${what} by ${method} was not told, or not understood`);
      return undefined;
    }
    const [{ form, objections }, value] = found;
    this.told.push(`${what} by ${method}`);
    this.problems.push(...objections.map((text) => `${what} by ${method}: ${text}`));
    const lacking = fields.filter((name) => !form.keys.includes(name));
    if (lacking.length > 0) this.problems.push(`${what} by ${method} lacks ${lacking.join(', ')}`);
    return value;
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  /** Runs the check; what it throws is a problem too. */
  async run(check: (self: KindCheck) => Promise<void>): Promise<WebhookResult> {
    await check(this).catch((error: unknown) => this.problems.push((error as Error).message));
    if (this.told.length === 0) this.problems.push('nothing was told');
    return { kind: this.kind, told: this.told, problems: this.problems };
  }
}

interface Expected<T> {
  readonly door: Door;
  readonly method: Method;
  /** What it means; undefined where it is another, or cannot be read. */
  readonly read: (webhook: ReceivedWebhook) => T | undefined;
  /** The reference's names of what it must have. */
  readonly fields?: readonly string[];
}
