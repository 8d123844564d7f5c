import { type CallbackStatus, type Event, packEvent } from '../delivery/event';
import { type TimeBuckets } from '../delivery/time-buckets';
import { type Faults } from '../faults';
import { type Ledger } from '../ledger/ledger';
import { type MessageIds } from '../message-id';
import { type Settings } from '../options/settings';
import { type SeededRandom } from '../random';
import { type DeliveryCounts, NO_DELIVERIES, pendingOf } from './counts';
import { type DeliverySource } from './dispatcher';
import { type OutgoingCallback } from './sender';
import { signedRequest } from './signed-request';
import { statusParams } from './status-params';
import { CallbackTargets } from './target';

const STATUS_NUMBER: Readonly<Record<CallbackStatus, number>> = { queued: 0, sent: 1, final: 2, read: 3 };

export interface StatusCallbackParts {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly ids: MessageIds;
  readonly random: SeededRandom;
  readonly wheel: TimeBuckets;
  /** Token of an account or subaccount. */
  readonly tokenOf: (authId: string) => string;
  readonly mainToken: string;
  /** Told when a delivery was tried, whatever came of it. */
  readonly onTried: (row: number, status: CallbackStatus) => void;
}

/** Tells the customer about every change of a message's status. One is a number on the wheel until it is sent. */
export class StatusCallbacks implements DeliverySource {
  readonly counts: DeliveryCounts = { ...NO_DELIVERIES };
  private readonly targets = new CallbackTargets();

  constructor(private readonly parts: StatusCallbackParts) {}

  get pending(): number {
    return pendingOf(this.counts);
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

  compose(event: Event): OutgoingCallback {
    const { ledger, settings, ids, random, tokenOf, mainToken } = this.parts;
    const { row, status, attempt } = event;
    const { method, url, authId } = ledger.requestOf(row);
    const target = this.targets.of(url ?? '');
    const params = statusParams(row, status, { ledger, ids, options: settings.current });
    const nth = STATUS_NUMBER[status] * 4 + attempt;
    const nonce = [1000, 2000].map((part) => random.hash('message_id', row, part + nth)).join('');
    const request = { method, target, params, nonce, token: tokenOf(authId), mainToken };
    return signedRequest(request, settings.current.callbacks.signatures);
  }

  tried(event: Event): void {
    this.parts.onTried(event.row, event.status);
  }

  clear(): void {
    Object.assign(this.counts, NO_DELIVERIES);
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
}
