import { type CallbackStatus, type Event, packEvent, unpackEvent } from '../delivery/event';
import { Fifo } from '../delivery/fifo';
import { type TimeBuckets } from '../delivery/time-buckets';
import { type Faults } from '../faults';
import { type Ledger } from '../ledger/ledger';
import { type MessageIds } from '../message-id';
import { type Settings } from '../options/settings';
import { type SeededRandom } from '../random';
import { formEncode } from './form';
import { CallbackSender, type OutgoingCallback } from './sender';
import { signatureHeaders } from './signature';
import { statusParams } from './status-params';
import { CallbackTargets } from './target';

const STATUS_NUMBER: Readonly<Record<CallbackStatus, number>> = { queued: 0, sent: 1, final: 2, read: 3 };

export interface DispatcherParts {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly ids: MessageIds;
  readonly random: SeededRandom;
  readonly wheel: TimeBuckets;
  readonly now: () => number;
  /** Token of an account or subaccount. */
  readonly tokenOf: (authId: string) => string;
  readonly mainToken: string;
  /** Told when a delivery was tried, whatever came of it. */
  readonly onTried: (row: number, status: CallbackStatus) => void;
}

export interface CallbackCounts {
  /** Callbacks that came about, one a change of status; deliberate copies are counted apart. */
  generated: number;
  copies: number;
  lost: number;
  /** HTTP requests made, retries and copies among them. */
  attempts: number;
  acknowledged: number;
  abandoned: number;
}

const NONE: CallbackCounts = { generated: 0, copies: 0, lost: 0, attempts: 0, acknowledged: 0, abandoned: 0 };

/** Tells the customer about every change of status: signed, retried, and never more than so many at once. */
export class CallbackDispatcher {
  readonly counts: CallbackCounts = { ...NONE };
  private readonly due = new Fifo();
  private readonly sender = new CallbackSender();
  private readonly targets = new CallbackTargets();
  private inFlight = 0;
  private generation = 0;
  private stopped = false;

  constructor(private readonly parts: DispatcherParts) {}

  get pending(): number {
    const { generated, copies, lost, acknowledged, abandoned } = this.counts;
    return generated + copies - lost - acknowledged - abandoned;
  }

  /** A message changed its status: its callback is put on the wheel, as the faults will have it. */
  announce(row: number, status: CallbackStatus, at: number): void {
    const { ledger, settings, faults, wheel } = this.parts;
    const { callbacks } = settings.current;
    if (!callbacks.enabled || !callbacks.statuses[status] || ledger.requestOf(row).url === null) {
      this.parts.onTried(row, status);
      return;
    }
    this.counts.generated += 1;
    const subject = ledger.toOf(row);
    const nth = STATUS_NUMBER[status];
    if (faults.strikes('callback_lost', subject, nth)) {
      this.counts.lost += 1;
      this.parts.onTried(row, status);
      return;
    }
    const first: Event = { kind: 'callback', row, status, attempt: 0, copy: false };
    const delay = this.delay(subject, nth);
    wheel.add(at + delay, packEvent(first));
    if (faults.strikes('callback_duplicated', subject, nth)) {
      const { within_ms: within } = settings.current.faults.callback_duplicated;
      const later = faults.between('callback_duplicated', subject, nth, 0, within);
      this.counts.copies += 1;
      wheel.add(at + delay + settings.realMs(later), packEvent({ ...first, copy: true }));
    }
  }

  /** A callback came due. It waits here until a connection is free. */
  enqueue(event: number): void {
    this.due.push(event);
    this.pump();
  }

  clear(): void {
    this.generation += 1;
    this.due.clear();
    Object.assign(this.counts, NONE);
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.due.clear();
    await this.sender.close();
  }

  private delay(subject: number, nth: number): number {
    const { faults, settings } = this.parts;
    const { callback_reordered: reordered, callback_late: late } = settings.current.faults;
    let delay = 0;
    if (faults.strikes('callback_reordered', subject, nth)) {
      delay += faults.between('callback_reordered', subject, nth, 0, reordered.window_ms);
    }
    if (faults.strikes('callback_late', subject, nth)) {
      delay += faults.between('callback_late', subject, nth, late.min_ms, late.max_ms);
    }
    return settings.realMs(delay);
  }

  private pump(): void {
    const { connections } = this.parts.settings.current.callbacks;
    while (this.inFlight < connections && !this.stopped) {
      const packed = this.due.shift();
      if (packed === undefined) return;
      this.inFlight += 1;
      void this.deliver(unpackEvent(packed), this.generation);
    }
  }

  private async deliver(event: Event, generation: number): Promise<void> {
    const { settings, wheel, now, onTried } = this.parts;
    const { connections, timeout_ms: timeout, retry_delays_ms: retries } = settings.current.callbacks;
    this.counts.attempts += 1;
    const status = await this.sender.send(this.compose(event), connections, timeout);
    this.inFlight -= 1;
    if (generation !== this.generation || this.stopped) {
      this.pump();
      return;
    }
    const retryAfter = retries[event.attempt];
    if (status >= 200 && status < 300) {
      this.counts.acknowledged += 1;
    } else if (retryAfter === undefined) {
      this.counts.abandoned += 1;
    } else {
      wheel.add(now() + settings.realMs(retryAfter), packEvent({ ...event, attempt: event.attempt + 1 }));
    }
    onTried(event.row, event.status);
    this.pump();
  }

  private compose(event: Event): OutgoingCallback {
    const { ledger, settings, ids, random, tokenOf, mainToken } = this.parts;
    const { row, status, attempt } = event;
    const { method, url, authId } = ledger.requestOf(row);
    const target = this.targets.of(url ?? '');
    const params = statusParams(row, status, { ledger, ids, options: settings.current });
    const nth = STATUS_NUMBER[status] * 4 + attempt;
    const nonce = [1000, 2000].map((part) => random.hash('message_id', row, part + nth)).join('');
    const signed = { method, url: target.signed, params, nonce, token: tokenOf(authId), mainToken };
    const headers = signatureHeaders(signed, settings.current.callbacks.signatures);
    headers['user-agent'] = 'PlivoSimulator';
    const form = formEncode(params);
    const { origin, path } = target;
    if (method === 'GET')
      return { method, origin, path: path + (path.includes('?') ? '&' : '?') + form, headers, body: null };
    headers['content-type'] = 'application/x-www-form-urlencoded';
    return { method, origin, path, headers, body: form };
  }
}
