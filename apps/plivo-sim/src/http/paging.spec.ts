import { ApiFault } from './api-fault';
import { pageOf } from './paging';
import { type ResourceCall } from './resource-router';

const all = Array.from({ length: 45 }, (_, index) => index);

function call(query: string): ResourceCall {
  const path = '/v1/Account/MA1/10dlc/Brand/';
  return {
    ...{ account: 'MA1', apiId: '', params: {}, body: { fields: {}, files: [] }, path, now: 0 },
    query: new URLSearchParams(query),
  };
}

describe('a page', () => {
  it('is twenty from the start when nothing is said', () => {
    const { meta, items } = pageOf(all, call(''));
    expect(items).toEqual(all.slice(0, 20));
    expect(meta).toEqual({
      limit: 20,
      offset: 0,
      next: '/v1/Account/MA1/10dlc/Brand/?limit=20&offset=20',
      previous: null,
      total_count: 45,
    });
  });

  it('keeps the filters in its links', () => {
    const { meta } = pageOf(all, call('type=STARTER&limit=5&offset=3'));
    expect(meta.next).toBe('/v1/Account/MA1/10dlc/Brand/?type=STARTER&limit=5&offset=8');
    expect(meta.previous).toBe('/v1/Account/MA1/10dlc/Brand/?type=STARTER&limit=5&offset=0');
  });

  it('has no next one at the end', () => {
    expect(pageOf(all, call('offset=40')).meta.next).toBeNull();
    expect(pageOf(all, call('offset=25')).meta.next).toBeNull();
    expect(pageOf(all, call('offset=100')).items).toEqual([]);
  });

  it.each(['limit=0', 'limit=21', 'limit=x', 'offset=-1', 'offset=1.5'])('is refused for %s', (query) => {
    expect(() => pageOf(all, call(query))).toThrow(ApiFault);
  });
});
