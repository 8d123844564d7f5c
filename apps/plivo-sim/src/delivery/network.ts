import { type Ledger } from '../ledger/ledger';
import { type Outcome, outcomeFor } from '../message/outcome';
import { type Settings } from '../options/settings';
import { type SeededRandom } from '../random';
import { type SenderTerms } from '../registration/sender-terms';
import { type Credit } from './credit';
import { type CallbackStatus, packStep, type StepKind } from './event';
import { SendQueues } from './send-queues';
import { type TimeBuckets } from './time-buckets';

const EXPIRED = 420;
const INSUFFICIENT_CREDIT = 900;

export interface NetworkParts {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly wheel: TimeBuckets;
  readonly credit: Credit;
  readonly terms: SenderTerms;
  /** Whether this person may be sent free-form WhatsApp text from this number now. */
  readonly hasOpenWindow: (business: string, person: number, at: number) => boolean;
  /** Told of every change of status, at the moment it happens. */
  readonly onStatus: (row: number, status: CallbackStatus, at: number) => void;
}

/** The way of an accepted message: rate queues, carrier, receipt. */
export class Network {
  readonly queues: SendQueues;

  constructor(private readonly parts: NetworkParts) {
    const { ledger, settings, terms } = parts;
    this.queues = new SendQueues(
      ledger,
      settings,
      (row, at) => this.submit(row, at),
      (from, type) => terms.laneOf(from, type),
    );
  }

  /** `code` is not 0 for a message that was doomed at acceptance (opted out, barred country, …). */
  accept(row: number, code: number, now: number): void {
    this.parts.onStatus(row, 'queued', now);
    if (code !== 0) this.failSoon(row, code, now);
    else this.queues.enter(row, now);
  }

  /** A step that came due. */
  step(kind: StepKind, row: number, now: number): void {
    const { ledger, onStatus } = this.parts;
    switch (kind) {
      case 'sent':
        ledger.move(row, 'sent', now);
        onStatus(row, 'sent', now);
        if (this.outcome(row).state !== 'no_receipt') this.after('receipt', row, now);
        break;
      case 'receipt':
        this.receipt(row, now);
        break;
      case 'fail':
        ledger.move(row, 'failed', now);
        onStatus(row, 'final', now);
        break;
      case 'read':
        ledger.move(row, 'read', now);
        onStatus(row, 'read', now);
        break;
    }
  }

  private receipt(row: number, now: number): void {
    const { ledger, onStatus, random, settings } = this.parts;
    const outcome = this.outcome(row);
    const delivered = outcome.state === 'delivered';
    ledger.setCode(row, delivered ? 0 : outcome.code);
    ledger.move(row, delivered ? 'delivered' : 'undelivered', now);
    onStatus(row, 'final', now);
    const reads = ledger.requestOf(row).type === 'whatsapp' && delivered;
    if (reads && random.unit('read', ledger.toOf(row)) < settings.current.outcomes.whatsapp_read) {
      this.after('read', row, now);
    }
  }

  /** Out of the queues and to the carrier; returns whether that used the rate. */
  private submit(row: number, at: number): boolean {
    const { ledger, settings, credit } = this.parts;
    const request = ledger.requestOf(row);
    if (at - request.at > settings.realMs(request.expiryS * 1000)) {
      this.failSoon(row, EXPIRED, at);
      return false;
    }
    const refusal = this.refusalCode(row, at);
    if (refusal !== 0) {
      this.failSoon(row, refusal, at);
    } else if (credit.pay(ledger.amountOf(row), at)) {
      this.after('sent', row, at);
    } else {
      this.failSoon(row, INSUFFICIENT_CREDIT, at);
    }
    return true;
  }

  /** The code with which a message fails before any carrier sees it; 0 when it does not. */
  private refusalCode(row: number, at: number): number {
    const { ledger, random, settings } = this.parts;
    const { outcomes, unknowns } = settings.current;
    const request = ledger.requestOf(row);
    if (request.type === 'whatsapp' && !request.templated) {
      const to = ledger.toOf(row);
      const open =
        settings.current.whatsapp.window === 'tracked'
          ? this.parts.hasOpenWindow(ledger.fromOf(row), to, at)
          : random.unit('conversation', to) < outcomes.whatsapp_open_conversation;
      if (!open) return unknowns.whatsapp_window_code;
    }
    const outcome = this.outcome(row);
    return outcome.state === 'failed' ? outcome.code : 0;
  }

  private outcome(row: number): Outcome {
    const { ledger, random, settings } = this.parts;
    const { outcomes } = settings.current;
    const repeat = outcomes.vary_by_repeat ? ledger.repeatsBefore(row) : 0;
    return outcomeFor(ledger.toOf(row), repeat, outcomes, random);
  }

  private failSoon(row: number, code: number, now: number): void {
    this.parts.ledger.setCode(row, code);
    this.after('fail', row, now);
  }

  private after(kind: StepKind, row: number, now: number): void {
    const { ledger, random, settings, wheel } = this.parts;
    const { carrier } = settings.current;
    const [min, max] =
      kind === 'receipt'
        ? [carrier.receipt_min_ms, carrier.receipt_max_ms]
        : kind === 'read'
          ? [carrier.read_min_ms, carrier.read_max_ms]
          : [carrier.sent_min_ms, carrier.sent_max_ms];
    const nth = kind === 'receipt' ? 1 : kind === 'read' ? 2 : 0;
    const delay = min + random.unit('latency', ledger.toOf(row), nth) * Math.max(0, max - min);
    wheel.add(now + settings.realMs(delay), packStep(kind, row));
  }
}
