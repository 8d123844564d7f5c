import {
  HERALD,
  type Hold,
  type Lane,
  type LaneChannel,
  type LaneKind,
  type MessageChannel,
  ratePerSecond,
} from './lane';
import { senderKey, senderType } from './sender-type';

/** What decides which lanes a batch passes. */
export interface Passage {
  /** Number, short code, sender name or Powerpack. */
  readonly sender: string;
  /** Of its destinations, ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Default `sms`. */
  readonly channel?: MessageChannel;
}

/** A lane as one send meets it. */
export interface TouchedLane extends Lane {
  /** Whose allowance it is: a type's row is an allowance for each sender of that type. */
  readonly bucket: string;
}

/** Every channel of a lane. */
export type WholeLane = Pick<Lane, 'kind' | 'key'>;

export type HeldLane = Lane & { readonly hold: Hold };

/** Brands are an affair of carriers of the United States. */
const BRAND_COUNTRY = 'US';
/** The type's row that counts for every sender without a row of its own. */
const EVERY_TYPE = '*';

/** The lanes as they were at one moment. Rates are in units a second, infinite where nothing limits. */
export class LaneBook {
  private readonly byName: ReadonlyMap<string, Lane>;

  constructor(readonly lanes: readonly Lane[]) {
    this.byName = new Map(lanes.map((lane) => [nameOf(lane.kind, lane.key, lane.channel), lane]));
  }

  /** Every lane a batch passes; those of the account first. */
  touchedBy({ sender, country, channel = 'sms' }: Passage): TouchedLane[] {
    const key = senderKey(sender);
    const brand = country === BRAND_COUNTRY ? this.brandOf(key, channel) : null;
    const own = (kind: LaneKind, name: string): TouchedLane[] => {
      const lane = this.find(kind, name, channel);
      return lane === undefined ? [] : [{ ...lane, bucket: nameOf(kind, name, lane.channel) }];
    };
    const owners = brand === null ? ['', key] : ['', key, brand];
    return [
      ...own('account_requests', ''),
      ...own('account_concurrency', ''),
      ...own('account_messages', ''),
      ...this.senderLanes(key, country, channel),
      ...(brand === null ? [] : own('brand', brand)),
      ...owners.flatMap((owner) => own('daily_cap', owner)),
      ...own('country', country),
    ];
  }

  /** What the sender itself may send, with its brand; without the account's and the country's lanes. */
  senderRate(sender: string, country: string, channel: MessageChannel = 'sms'): number {
    const touched = this.touchedBy({ sender, country, channel });
    return lowest(touched.filter(({ kind }) => kind === 'sender' || kind === 'sender_type' || kind === 'brand'));
  }

  accountRate(channel: MessageChannel = 'sms'): number {
    const lane = this.find('account_messages', '', channel);
    return lane === undefined ? Infinity : ratePerSecond(lane);
  }

  /** How fast the provider works off what this sender has waiting there, at best: its slowest lane. Daily caps are no rate. */
  drainRate(passage: Passage): number {
    return lowest(this.touchedBy(passage).filter(({ kind }) => !NO_DRAIN.has(kind)));
  }

  requestsPerSecond(): number {
    const lane = this.find('account_requests', '', 'any');
    return lane === undefined ? Infinity : ratePerSecond(lane);
  }

  /** Requests at once. */
  concurrency(): number {
    return this.find('account_concurrency', '', 'any')?.amount ?? Infinity;
  }

  /** The first lane on the way that is held, if any. */
  heldBy(passage: Passage): HeldLane | undefined {
    return this.touchedBy(passage).find(isHeld);
  }

  /**
   * Whether a batch may find out if a lane that Herald itself holds is open again: that lane is on its way, and nothing else there is
   * held.
   */
  mayProbe({ kind, key }: WholeLane, passage: Passage): boolean {
    const held = this.touchedBy(passage).filter(isHeld);
    return held.length > 0 && held.every((lane) => lane.kind === kind && lane.key === key && lane.hold.by === HERALD);
  }

  /** The lane that counts for a channel: its own before the one for all. */
  find(kind: LaneKind, key: string, channel: LaneChannel): Lane | undefined {
    return this.byName.get(nameOf(kind, key, channel)) ?? this.byName.get(nameOf(kind, key, 'any'));
  }

  private brandOf(key: string, channel: MessageChannel): string | null {
    const rows = [`${key}/${BRAND_COUNTRY}`, key].map((name) => this.find('sender', name, channel)?.brand);
    return rows.find((brand) => brand !== undefined && brand !== null) ?? null;
  }

  /** Its own row, one for this country before one for everywhere; as long as that names no amount, the one of its type. */
  private senderLanes(key: string, country: string, channel: MessageChannel): TouchedLane[] {
    const [there, everywhere] = [`${key}/${country}`, key].map((name) => {
      const own = this.find('sender', name, channel);
      return own && { ...own, bucket: nameOf('sender', name, channel) };
    });
    const limit = there?.amount === null ? (everywhere ?? there) : (there ?? everywhere);
    // A row that is held is on the way even where it does not limit.
    const held = [there, everywhere].filter((own) => own !== limit && own !== undefined && own.hold !== null);
    const named = [
      ...held.flatMap((own) => (own ? [{ ...own, amount: null, windowMs: null }] : [])),
      ...(limit ? [limit] : []),
    ];
    if (limit !== undefined && limit.amount !== null) return named;
    const type = senderType(key);
    const keys = [EVERY_TYPE, `${type}/${country}`, type];
    const lane = keys.map((each) => this.find('sender_type', each, channel)).find((each) => each !== undefined);
    return lane === undefined ? named : [...named, { ...lane, bucket: nameOf('sender', key, channel) }];
  }
}

function isHeld(lane: TouchedLane): lane is TouchedLane & HeldLane {
  return lane.hold !== null;
}

const NO_DRAIN: ReadonlySet<LaneKind> = new Set(['account_requests', 'account_concurrency', 'daily_cap']);

function nameOf(kind: LaneKind, key: string, channel: LaneChannel): string {
  return `${kind}:${key}:${channel}`;
}

function lowest(lanes: readonly Lane[]): number {
  return lanes.reduce((least, lane) => Math.min(least, ratePerSecond(lane)), Infinity);
}
