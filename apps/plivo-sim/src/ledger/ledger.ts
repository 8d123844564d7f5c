import { carrierAt } from '../message/countries';
import { float64, uint16, uint32, uint8 } from './column';
import { DestinationIndex } from './destination-index';
import { MESSAGE_STATES, type MessageState } from './message-state';
import { isCharged, Totals, type Weight } from './totals';

export type MessageType = 'sms' | 'mms' | 'whatsapp';
export type LogPreference = 'true' | 'false' | 'content_only' | 'number_only';

/** What all messages of one POST have in common. */
export interface AcceptedRequest {
  /** Account or subaccount that sent it. */
  readonly authId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: MessageType;
  readonly text: string | null;
  readonly units: number;
  readonly url: string | null;
  readonly method: 'GET' | 'POST';
  readonly log: LogPreference;
  readonly trackable: boolean;
  readonly expiryS: number;
  readonly powerpack: string | null;
  readonly requesterIp: string;
  readonly mediaUrls: readonly string[];
  readonly dlt: Readonly<Record<'entity_id' | 'template_id' | 'template_category', string>>;
  readonly templated: boolean;
  /** WhatsApp: `template`, `interactive` or `location` as they were sent; null without. */
  readonly content: Readonly<Record<string, unknown>> | null;
  /** The inbound message whose XML answer this is; null for what came over the API. */
  readonly inReplyTo: string | null;
}

/**
 * Everything that was accepted, a row a message: about 34 bytes each, so that three million fit beside everything else.
 * UUIDs, amounts and outcomes are derived, never stored.
 */
export class Ledger {
  private readonly to = float64();
  private readonly request = uint32();
  private readonly from = uint32();
  private readonly carrier = uint16();
  private readonly state = uint8();
  private readonly code = uint16();
  private readonly sentAt = uint32();
  private readonly finalAt = uint32();
  /** Row + 1 of the message before to the same number; 0 for the first. */
  private readonly before = uint32();
  /** First row of each request. */
  private readonly firstRow = uint32();
  private readonly latest = new DestinationIndex();
  private readonly senders: string[] = [];
  private readonly senderIndex = new Map<string, number>();
  private requests: AcceptedRequest[] = [];
  private rows = 0;
  private running = new Totals();

  constructor(private readonly epoch: number) {}

  get size(): number {
    return this.rows;
  }

  /** Totals of the moment, kept as messages move. */
  get totals(): Totals {
    return this.running;
  }

  get requestCount(): number {
    return this.requests.length;
  }

  /** Begins a request; its messages follow by {@link add}. Returns the request's index. */
  addRequest(request: AcceptedRequest): number {
    const index = this.requests.push(request) - 1;
    this.firstRow.set(index, this.rows);
    return index;
  }

  /** The rows of a request: from the first, to but without the second. */
  rowsOf(index: number): readonly [number, number] {
    const next = index + 1 < this.requests.length ? this.firstRow.get(index + 1) : this.rows;
    return [this.firstRow.get(index), next];
  }

  add(request: number, to: number, from: string, carrier: number): number {
    const row = this.rows;
    this.rows += 1;
    this.to.set(row, to);
    this.request.set(row, request);
    this.from.set(row, this.internSender(from));
    this.carrier.set(row, carrier);
    const previous = this.latest.replace(to, row);
    if (previous !== undefined) this.before.set(row, previous + 1);
    const earlier = previous === undefined ? 0 : this.before.get(previous) === 0 ? 1 : 2;
    this.running.add(this.weightOf(row), earlier);
    return row;
  }

  requestAt(index: number): AcceptedRequest {
    const found = this.requests[index];
    if (found === undefined) throw new RangeError(`no request ${index}`);
    return found;
  }

  requestIndex(row: number): number {
    return this.request.get(row);
  }

  requestOf(row: number): AcceptedRequest {
    return this.requestAt(this.request.get(row));
  }

  toOf(row: number): number {
    return this.to.get(row);
  }

  fromOf(row: number): string {
    return this.senders[this.from.get(row)] ?? '';
  }

  carrierIndex(row: number): number {
    return this.carrier.get(row);
  }

  stateOf(row: number): MessageState {
    return MESSAGE_STATES[this.state.get(row)] ?? 'queued';
  }

  codeOf(row: number): number {
    return this.code.get(row);
  }

  /** The code that a queued message will fail with; shown nowhere until it does. */
  setCode(row: number, code: number): void {
    this.code.set(row, code);
  }

  move(row: number, state: MessageState, at: number): void {
    this.running.move(this.stateOf(row), state, this.codeOf(row), this.weightOf(row));
    this.state.set(row, MESSAGE_STATES.indexOf(state));
    // 0 means "not yet", so the first millisecond counts as the second.
    const offset = Math.max(1, at - this.epoch);
    if (state === 'sent') this.sentAt.set(row, offset);
    else if (state !== 'read') this.finalAt.set(row, offset);
  }

  sentTime(row: number): number | undefined {
    const offset = this.sentAt.get(row);
    return offset === 0 ? undefined : this.epoch + offset;
  }

  finalTime(row: number): number | undefined {
    const offset = this.finalAt.get(row);
    return offset === 0 ? undefined : this.epoch + offset;
  }

  /** The message before to the same number, or undefined. */
  rowBefore(row: number): number | undefined {
    const previous = this.before.get(row);
    return previous === 0 ? undefined : previous - 1;
  }

  latestRow(to: number): number | undefined {
    return this.latest.get(to);
  }

  /** How many messages to the same number came before this one. */
  repeatsBefore(row: number): number {
    let count = 0;
    for (let at = this.rowBefore(row); at !== undefined; at = this.rowBefore(at)) count += 1;
    return count;
  }

  weightOf(row: number): Weight {
    const { units } = this.requestOf(row);
    return { units, price: carrierAt(this.carrier.get(row)).rate * units };
  }

  /** What a message costs in 1/100,000 of a dollar: nothing for what never reached a carrier. */
  amountOf(row: number): number {
    return isCharged(this.stateOf(row)) ? this.weightOf(row).price : 0;
  }

  clear(): void {
    for (const column of [this.to, this.request, this.from, this.carrier, this.state, this.code]) column.clear();
    for (const column of [this.sentAt, this.finalAt, this.before, this.firstRow]) column.clear();
    this.latest.clear();
    this.requests = [];
    this.rows = 0;
    this.running = new Totals();
  }

  private internSender(from: string): number {
    const known = this.senderIndex.get(from);
    if (known !== undefined) return known;
    const index = this.senders.push(from) - 1;
    this.senderIndex.set(from, index);
    return index;
  }
}
