import fc from 'fast-check';

import { parseForm } from '../form';
import { parseTendlcWebhook } from './tendlc-webhook';

const NOTHING = { reason: undefined };

describe('parseTendlcWebhook', () => {
  it.each([
    ['brand', 'created'],
    ['brand', 'rejected'],
    ['brand', 'registered'],
    ['campaign', 'created'],
    ['campaign', 'rejected'],
    ['campaign', 'registered'],
    ['number_linking', 'created'],
    ['number_linking', 'failed'],
    ['number_linking', 'success'],
    ['number_unlinking', 'created'],
    ['number_unlinking', 'failed'],
    ['number_unlinking', 'success'],
  ])('reads the %s webhook of status %s, each of the provider’s table', (kind, status) => {
    const ids = kind === 'brand' ? 'brand_id=BXYZ123' : 'campaign_id=CXYZ123&number=%2B14155550101';
    const read = parseTendlcWebhook(parseForm(`event=${kind}&status=${status}&${ids}`));
    expect(read).toMatchObject({ kind, status });
    if (kind.startsWith('number')) expect(read).toMatchObject({ campaignId: 'CXYZ123', numbers: ['14155550101'] });
  });

  it.each([
    ['snake case', 'event=brand&brand_id=BXYZ123&status=registered'],
    ['Pascal case', 'Event=Brand&BrandID=BXYZ123&Status=Registered'],
    ['camel case', 'eventType=brand&brandId=BXYZ123&registrationStatus=REGISTERED'],
    ['both in one word', 'type=brand.registered&brand_id=BXYZ123'],
    ['no kind at all', 'brand_id=BXYZ123&brand_status=registered'],
    ['the word of the reference’s objects', 'brand_id=BXYZ123&registration_status=COMPLETED'],
    ['a kind that is about something else', 'event=status_update&type=STANDARD&brand_id=BXYZ123&status=registered'],
  ])('reads it in %s', (_, form) => {
    expect(parseTendlcWebhook(parseForm(form))).toEqual({
      kind: 'brand',
      brandId: 'BXYZ123',
      status: 'registered',
      ...NOTHING,
    });
  });

  it('reads what was stored as JSON, objects within and several numbers', () => {
    const payload = {
      endpoint: 'number_unlinking',
      data: { campaignId: 'CXYZ123', phone_numbers: ['+1 415 555 0101', 14155550102], status: 'FAILED' },
      error: 'operator said no\u0000',
    };
    expect(parseTendlcWebhook(payload)).toEqual({
      kind: 'number_unlinking',
      campaignId: 'CXYZ123',
      numbers: ['14155550101', '14155550102'],
      status: 'failed',
      reason: 'operator said no ',
    });
  });

  it.each([
    ['an unknown status', 'event=brand&brand_id=BXYZ123&status=pondering'],
    ['no status', 'event=brand&brand_id=BXYZ123'],
    ['a number’s status on a brand', 'event=brand&brand_id=BXYZ123&status=success'],
    ['no id', 'event=brand&status=registered'],
    ['an id that is none', 'event=brand&brand_id=B%20X%27--&status=registered'],
    ['a number without linking or unlinking', 'campaign_id=CXYZ123&number=14155550101&status=success'],
    ['a masked number', 'event=number_linking&campaign_id=CXYZ123&number=1415XXX0101&status=success'],
    ['no number', 'event=number_linking&campaign_id=CXYZ123&status=success'],
    ['nothing', ''],
  ])('does not guess at %s', (_, form) => {
    expect(parseTendlcWebhook(parseForm(form))).toBeUndefined();
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.string().map(parseForm)), (payload) => {
        expect(() => parseTendlcWebhook(payload)).not.toThrow();
      }),
    );
  });
});
