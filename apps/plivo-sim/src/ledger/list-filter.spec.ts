import { carrierOf } from '../message/countries';
import { MessageIds } from '../message-id';
import { SeededRandom } from '../random';
import { type AcceptedRequest, Ledger } from './ledger';
import { type ListQuery, matchingRows, readListQuery } from './list-filter';
import { mergedPage } from './merged-page';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 6, 13, 12, 0, 0);
const random = new SeededRandom(1);
const ids = new MessageIds(random);

function page(query: ListQuery, ledger: Ledger): { items: number[]; more: boolean } {
  const view = { ledger, ids, campaignOf: () => 'CSIMULA' };
  const rows = { items: matchingRows(query, view), at: (row: number) => ledger.requestOf(row).at };
  return mergedPage(rows, { items: [].values(), at: (item: never) => item }, query);
}

function setup(): { ledger: Ledger; list: (query: string) => number[] } {
  const ledger = new Ledger(NOW - 100 * 24 * HOUR_MS);
  const add = (to: number, over: Partial<AcceptedRequest>): number => {
    const request = ledger.addRequest({
      authId: 'MA',
      at: NOW - HOUR_MS,
      type: 'sms',
      text: null,
      units: 1,
      url: null,
      method: 'POST',
      log: 'true',
      trackable: false,
      expiryS: 10_800,
      powerpack: null,
      requesterIp: '',
      mediaUrls: [],
      dlt: { entity_id: '', template_id: '', template_category: '' },
      templated: false,
      content: null,
      inReplyTo: null,
      ...over,
    });
    return ledger.add(request, to, '14155550000', carrierOf(to, random).index);
  };
  add(14155550101, { at: NOW - 48 * HOUR_MS });
  add(14155550101, { at: NOW - 2 * HOUR_MS });
  add(442071838750, { type: 'mms', powerpack: 'pack' });
  ledger.setCode(add(4915112345678, { type: 'whatsapp', templated: true, authId: 'SA' }), 30);
  ledger.move(3, 'undelivered', NOW);
  const list = (text: string): number[] => {
    const query = readListQuery(new URLSearchParams(text), NOW);
    if (typeof query === 'string') throw new Error(query);
    return page(query, ledger).items;
  };
  return { ledger, list };
}

describe('listing messages', () => {
  it.each([
    ['', [3, 2, 1], 'the last 24 hours, newest first'],
    ['to_number=14155550101', [1], 'a recipient'],
    ['to_number=%2B14155550101&message_time__gte=2026-07-01 00:00', [1, 0], 'a recipient with "+", all its history'],
    ['to_number=19995550101', [], 'a recipient that never was'],
    ['from_number=%2B14155550000', [3, 2, 1], 'a sender'],
    ['message_state=undelivered', [3], 'a state'],
    ['error_code=030', [3], 'an error code'],
    ['message_type=mms', [2], 'a type'],
    ['powerpack_id=pack', [2], 'a Powerpack'],
    ['destination_country_iso2=DE', [3], 'a country'],
    ['subaccount=SA', [3], 'a subaccount'],
    ['conversation_origin=marketing', [3], 'the origin of a conversation'],
    ['tendlc_registration_status=registered', [1], 'a 10DLC status'],
    ['message_direction=inbound', [], 'a direction'],
    ['limit=1&offset=1', [2], 'a page'],
    ['message_time__lt=2026-07-13 10:30', [1, 0], 'before a time'],
    ['message_time__gt=2026-07-13 10:00:00', [3, 2], 'after a time, that time itself not'],
    ['message_time__gte=2026-07-13 10:00:00.000000', [3, 2, 1], 'from a time on'],
    ['message_time__lte=2026-07-13 10:00', [1, 0], 'up to a time'],
    ['message_time=2026-07-13 10:00:00', [1], 'a time exactly'],
    ['message_time__gt=2026-07-12 00:00&message_time__lt=2026-07-13 10:30', [1], 'between two times'],
  ])('%s gives %j: %s', (query, rows) => {
    expect(setup().list(query)).toEqual(rows);
  });

  it.each([
    ['limit=21', 'limit must be between 1 and 20'],
    ['limit=0', 'limit must be between 1 and 20'],
    ['offset=-1', 'offset must be 0 or more'],
    ['message_state=lost', 'message_state must be one of'],
    ['message_time__gt=yesterday', 'message_time__gt must be YYYY-MM-DD HH:MM[:ss[.uuuuuu]]'],
    ['message_time=2026-02-30 10:00', 'message_time must be'],
  ])('refuses %s', (query, message) => {
    expect(() => setup().list(query)).toThrow(message);
  });

  it('says whether more would follow', () => {
    const { ledger } = setup();
    const query = readListQuery(new URLSearchParams('limit=2'), NOW);
    if (typeof query === 'string') throw new Error(query);
    expect(page(query, ledger).more).toBe(true);
    expect(page({ ...query, limit: 3 }, ledger).more).toBe(false);
  });
});
