import fc from 'fast-check';

import { type AcceptedRequest, Ledger } from './ledger';
import { type MessageState } from './message-state';
import { recount, summaryOf } from './summary';

const REQUEST: AcceptedRequest = {
  authId: 'MA',
  at: 1000,
  type: 'sms',
  text: 'x',
  units: 2,
  url: null,
  method: 'POST',
  log: 'true',
  trackable: false,
  expiryS: 10_800,
  powerpack: null,
  requesterIp: '127.0.0.1',
  mediaUrls: [],
  dlt: { entity_id: '', template_id: '', template_category: '' },
  templated: false,
  content: null,
  inReplyTo: null,
};

const WAYS: readonly (readonly MessageState[])[] = [
  [],
  ['sent'],
  ['sent', 'delivered'],
  ['sent', 'delivered', 'read'],
  ['sent', 'undelivered'],
  ['failed'],
];

describe('totals', () => {
  it('kept on the way are those counted afresh', () => {
    const message = fc.record({
      to: fc.integer({ min: 14155550100, max: 14155550105 }),
      way: fc.constantFrom(...WAYS),
      code: fc.constantFrom(20, 30, 300),
      units: fc.integer({ min: 1, max: 11 }),
      carrier: fc.integer({ min: 0, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        const ledger = new Ledger(0);
        for (const { to, way, code, units, carrier } of messages) {
          const row = ledger.add(ledger.addRequest({ ...REQUEST, units }), to, '14155550000', carrier);
          for (const state of way) {
            if (state === 'failed' || state === 'undelivered') ledger.setCode(row, code);
            ledger.move(row, state, 2000);
          }
        }
        expect(summaryOf(ledger.totals)).toEqual(summaryOf(recount(ledger, () => true)));
      }),
    );
  });

  it('count a number once however often it was accepted again', () => {
    const ledger = new Ledger(0);
    const request = ledger.addRequest(REQUEST);
    for (const to of [1, 2, 1, 1, 3, 2]) ledger.add(request, to, '14155550000', 0);
    expect(summaryOf(ledger.totals)).toMatchObject({
      accepted_messages: 6,
      distinct_destinations: 3,
      destinations_more_than_once: 2,
    });
  });

  it('are exact: a hundred thousand amounts of 0.00770 × 2 make 1540.00000', () => {
    const ledger = new Ledger(0);
    const request = ledger.addRequest(REQUEST);
    for (let to = 0; to < 100_000; to += 1) ledger.add(request, to, '14155550000', 0);
    expect(summaryOf(ledger.totals).amount).toBe('1540.00000');
  });
});
