import { HERALD, type Lane } from './lane';
import { LaneBook } from './lane-book';
import { senderType } from './sender-type';

let nextId = 1;
function lane(kind: Lane['kind'], key: string, over: Partial<Lane> = {}): Lane {
  return {
    id: nextId++,
    kind,
    key,
    channel: 'sms',
    amount: null,
    windowMs: 1_000,
    brand: null,
    source: 'test',
    hold: null,
    version: 1,
    updatedAt: new Date(0),
    ...over,
  };
}

const HOLD = { code: 'credit', message: 'no credit', by: 'worker', at: '2026-01-01T00:00:00Z' };
const BASE = [
  lane('account_requests', '', { channel: 'any', amount: 300, windowMs: 5_000 }),
  lane('account_concurrency', '', { channel: 'any', amount: 100, windowMs: null }),
  lane('account_messages', '', { amount: 50 }),
  lane('account_messages', '', { channel: 'mms', amount: 1, windowMs: 4_000 }),
  lane('sender_type', 'toll_free', { amount: 25 }),
  lane('sender_type', 'long_code', { amount: 1, windowMs: 4_000 }),
  lane('sender_type', 'long_code/US', { amount: 240, windowMs: 60_000 }),
];
const LONG_CODE = '14155550100';
const TOLL_FREE = '18005550100';
const us = (sender: string) => ({ sender, country: 'US' });

describe('senderType', () => {
  it.each([
    ['+1 (800) 555-0100', 'toll_free'],
    ['18335550100', 'toll_free'],
    ['18115550100', 'long_code'],
    ['4980012345678', 'long_code'],
    ['12345', 'short_code'],
    ['123456', 'short_code'],
    ['ACME', 'alphanumeric'],
    ['1FORALL', 'alphanumeric'],
    ['5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46', 'powerpack'],
  ])('takes %s for %s', (sender, type) => {
    expect(senderType(sender)).toBe(type);
  });
});

describe('LaneBook', () => {
  it('takes a sender without a row of its own by its type and where it sends', () => {
    const book = new LaneBook(BASE);
    expect(book.senderRate(TOLL_FREE, 'US')).toBe(25);
    expect(book.senderRate(LONG_CODE, 'US')).toBe(4);
    expect(book.senderRate(LONG_CODE, 'FR')).toBe(0.25);
    expect(book.senderRate('ACME', 'FR')).toBe(Infinity);
    expect(book.drainRate({ sender: 'ACME', country: 'FR' })).toBe(50);
  });

  it('gives every sender of a type an allowance of its own', () => {
    const book = new LaneBook(BASE);
    const bucketOf = (sender: string) => book.touchedBy(us(sender)).find(({ kind }) => kind === 'sender_type')?.bucket;
    expect(bucketOf(LONG_CODE)).toBe(`sender:${LONG_CODE}:sms`);
    expect(bucketOf('14155550101')).not.toBe(bucketOf(LONG_CODE));
  });

  it('lets a sender’s own row come first, then the one for every type, then the type’s', () => {
    const every = [...BASE, lane('sender_type', '*', { amount: 7 })];
    expect(new LaneBook(every).senderRate(LONG_CODE, 'US')).toBe(7);
    const own = [...every, lane('sender', LONG_CODE, { amount: 12 })];
    expect(new LaneBook(own).senderRate(`+${LONG_CODE}`, 'US')).toBe(12);
    expect(new LaneBook(own).senderRate(TOLL_FREE, 'US')).toBe(7);
  });

  it('keeps a sender to its type’s rate when its own row is there only to be held', () => {
    const book = new LaneBook([...BASE, lane('sender', LONG_CODE, { windowMs: null, hold: HOLD })]);
    expect(book.senderRate(LONG_CODE, 'US')).toBe(4);
    expect(book.heldBy(us(LONG_CODE))?.hold.code).toBe('credit');
    expect(book.heldBy(us(TOLL_FREE))).toBeUndefined();
  });

  it('counts messages to the United States against the brand and its daily cap', () => {
    const book = new LaneBook([
      ...BASE,
      lane('sender', LONG_CODE, { amount: 100, brand: 'BACME' }),
      lane('brand', 'BACME', { amount: 75, windowMs: 60_000 }),
      lane('daily_cap', 'BACME', { channel: 'any', amount: 2_000, windowMs: 86_400_000 }),
    ]);
    expect(book.senderRate(LONG_CODE, 'US')).toBe(1.25);
    expect(book.touchedBy(us(LONG_CODE)).map(({ kind }) => kind)).toContain('daily_cap');
    expect(book.senderRate(LONG_CODE, 'CA')).toBe(100);
    expect(book.touchedBy({ sender: LONG_CODE, country: 'CA' }).map(({ kind }) => kind)).not.toContain('daily_cap');
  });

  it('takes a sender by its row for one country there, and by its type elsewhere', () => {
    const book = new LaneBook([
      ...BASE,
      lane('sender', `${LONG_CODE}/US`, { amount: 75, brand: 'BACME' }),
      lane('brand', 'BACME', { amount: 3_600, windowMs: 60_000 }),
    ]);
    expect(book.senderRate(LONG_CODE, 'US')).toBe(60);
    expect(book.senderRate(LONG_CODE, 'FR')).toBe(0.25);
    const bucket = `sender:${LONG_CODE}/US:sms`;
    expect(book.touchedBy(us(LONG_CODE)).map((each) => each.bucket)).toContain(bucket);
  });

  it('takes a sender’s row for a country before the one for everywhere, and heeds a hold of either', () => {
    const both = [lane('sender', `${LONG_CODE}/US`, { amount: 75 }), lane('sender', LONG_CODE, { amount: 12 })];
    expect(new LaneBook([...BASE, ...both]).senderRate(LONG_CODE, 'US')).toBe(75);
    expect(new LaneBook([...BASE, ...both]).senderRate(LONG_CODE, 'FR')).toBe(12);
    const held = [
      lane('sender', `${LONG_CODE}/US`, { amount: 75 }),
      lane('sender', LONG_CODE, { amount: 12, hold: HOLD }),
    ];
    expect(new LaneBook([...BASE, ...held]).heldBy(us(LONG_CODE))?.key).toBe(LONG_CODE);
    expect(new LaneBook([...BASE, ...held]).senderRate(LONG_CODE, 'US')).toBe(75);
    const there = [lane('sender', `${LONG_CODE}/US`, { windowMs: null, hold: HOLD })];
    expect(new LaneBook([...BASE, ...there]).heldBy(us(LONG_CODE))?.key).toBe(`${LONG_CODE}/US`);
    expect(new LaneBook([...BASE, ...there]).senderRate(LONG_CODE, 'US')).toBe(4);
    expect(new LaneBook([...BASE, ...there]).heldBy({ sender: LONG_CODE, country: 'FR' })).toBeUndefined();
  });

  it('drains no faster than the slowest of sender, account and country', () => {
    const book = new LaneBook([...BASE, lane('country', 'US', { amount: 3 })]);
    expect(book.drainRate(us(TOLL_FREE))).toBe(3);
    expect(book.drainRate({ sender: TOLL_FREE, country: 'CA' })).toBe(25);
    expect(book.accountRate()).toBe(50);
    expect(book.accountRate('mms')).toBe(0.25);
    expect(book.requestsPerSecond()).toBe(60);
    expect(book.concurrency()).toBe(100);
  });

  it('holds a country’s batches only, and everything when the account is held', () => {
    const barred = new LaneBook([...BASE, lane('country', 'FR', { channel: 'any', windowMs: null, hold: HOLD })]);
    expect(barred.heldBy({ sender: LONG_CODE, country: 'FR' })?.key).toBe('FR');
    expect(barred.heldBy(us(LONG_CODE))).toBeUndefined();
    const broke = new LaneBook(BASE.map((each) => (each.kind === 'account_messages' ? { ...each, hold: HOLD } : each)));
    expect(broke.heldBy(us(LONG_CODE))?.kind).toBe('account_messages');
  });

  it('lets a batch probe what Herald holds when that is on its way, and all that is held there', () => {
    const own = { ...HOLD, by: HERALD };
    const france = { kind: 'country', key: 'FR' } as const;
    const shut = (hold = own) => lane('country', 'FR', { channel: 'any', windowMs: null, hold });
    const toFrance = { sender: LONG_CODE, country: 'FR' };
    const book = new LaneBook([...BASE, shut()]);
    expect(book.mayProbe(france, toFrance)).toBe(true);
    expect(book.mayProbe(france, us(LONG_CODE))).toBe(false);
    expect(new LaneBook([...BASE, shut(HOLD)]).mayProbe(france, toFrance)).toBe(false);
    const sender = lane('sender', `${LONG_CODE}/FR`, { windowMs: null, hold: own });
    expect(new LaneBook([...BASE, shut(), sender]).mayProbe(france, toFrance)).toBe(false);
    expect(new LaneBook([...BASE, shut(), sender]).mayProbe(france, { ...toFrance, sender: TOLL_FREE })).toBe(true);
  });
});
