import { type Ledger, type MessageType } from '../ledger/ledger';
import { senderKind } from '../message/sender';
import { type Settings } from '../options/settings';
import { type Lane } from '../registration/sender-terms';
import { DrainQueue } from './drain-queue';

const TYPES: readonly MessageType[] = ['sms', 'mms', 'whatsapp'];

interface SenderQueue {
  readonly queue: DrainQueue;
  /** Who sent last: numbers of one brand share a queue. */
  from: string;
  readonly type: MessageType;
}

/** The two queues before the carrier [notes §2]: the account's, by message type, then the sender's own. */
export class SendQueues {
  private readonly account: Readonly<Record<MessageType, DrainQueue>>;
  private readonly senders = new Map<string, SenderQueue>();
  private most = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly settings: Settings,
    private readonly submit: (row: number, at: number) => boolean,
    /** The queue that a sender's registration gives it; undefined for what is not registered anywhere. */
    private readonly laneOf: (from: string, type: MessageType) => Lane | undefined,
  ) {
    this.account = { sms: this.queue(), mms: this.queue(), whatsapp: this.queue() };
  }

  get size(): number {
    let waiting = 0;
    for (const queue of this.all()) waiting += queue.size;
    return waiting;
  }

  get mostWaiting(): number {
    return this.most;
  }

  get waitingUnits(): number {
    let units = 0;
    for (const queue of this.all()) units += queue.waitingUnits;
    return units;
  }

  /** The longest queues now: one line a sender, longest first. */
  senderBacklogs(limit: number): { from: string; type: MessageType; waiting: number; most: number }[] {
    return [...this.senders.values()]
      .map(({ from, type, queue }) => ({ from, type, waiting: queue.size, most: queue.mostRows }))
      .sort((a, b) => b.most - a.most)
      .slice(0, limit);
  }

  /** How long a message that enters a sender's SMS queue now would wait, in simulated seconds. */
  waitingSeconds(from: string): number {
    const key = this.laneOf(from, 'sms')?.key ?? from;
    const waiting = this.senders.get(key)?.queue.waitingUnits ?? 0;
    const mps = this.rate(from, 'sms');
    return waiting === 0 || mps === null ? 0 : waiting / mps;
  }

  enter(row: number, now: number): void {
    const { type } = this.ledger.requestOf(row);
    const queue = this.account[type];
    if (queue.size === 0 && this.settings.current.limits.account_mps[type] === null) {
      this.toSender(row, now);
      return;
    }
    queue.push(row, now);
    this.most = Math.max(this.most, this.size);
  }

  /** Lets out everything that is due by `now`. */
  drain(now: number): void {
    const { account_mps: mps } = this.settings.current.limits;
    for (const type of TYPES) {
      if (this.account[type].size === 0) continue;
      this.account[type].drain(now, this.settings.perRealMs(mps[type]), (row, at) => this.toSender(row, at));
    }
    for (const { queue, from, type } of this.senders.values()) {
      if (queue.size > 0) queue.drain(now, this.settings.perRealMs(this.rate(from, type)), this.submit);
    }
  }

  /** When the next message is due to leave a queue, or undefined when none waits. */
  get nextAt(): number | undefined {
    let next: number | undefined;
    for (const queue of this.all()) {
      const at = queue.nextAt;
      if (at !== undefined && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  clear(): void {
    for (const queue of this.all()) queue.clear();
    this.senders.clear();
    this.most = 0;
  }

  /** On to the sender's queue. An account queue's rate is used by whatever leaves it alive. */
  private toSender(row: number, at: number): boolean {
    const request = this.ledger.requestOf(row);
    if (at - request.at > this.settings.realMs(request.expiryS * 1000)) return this.submit(row, at);
    const from = this.ledger.fromOf(row);
    const lane = this.laneOf(from, request.type);
    const key = lane?.key ?? (request.type === 'mms' ? `mms:${from}` : from);
    let sender = this.senders.get(key);
    const mps = lane === undefined ? this.senderMps(from, request.type) : lane.mps;
    if (mps === null && (sender === undefined || sender.queue.size === 0)) {
      this.submit(row, at);
      return true;
    }
    if (sender === undefined) {
      sender = { queue: this.queue(), from, type: request.type };
      this.senders.set(key, sender);
    }
    sender.from = from;
    sender.queue.push(row, at);
    this.most = Math.max(this.most, this.size);
    return true;
  }

  /** Units a second, as the sender's registration has it or the options. */
  private rate(from: string, type: MessageType): number | null {
    const lane = this.laneOf(from, type);
    return lane === undefined ? this.senderMps(from, type) : lane.mps;
  }

  private senderMps(from: string, type: MessageType): number | null {
    const { sender_mps: mps } = this.settings.current.limits;
    return type === 'mms' ? mps.mms : mps[senderKind(from) ?? 'alphanumeric'];
  }

  private queue(): DrainQueue {
    return new DrainQueue((row) => this.ledger.requestOf(row).units);
  }

  private *all(): Generator<DrainQueue> {
    yield* Object.values(this.account);
    for (const { queue } of this.senders.values()) yield queue;
  }
}
