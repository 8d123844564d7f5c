import { pathPattern } from './path-pattern';

describe('a path pattern', () => {
  const brand = pathPattern('[10dlc/]Brand/{brand_id}/usecases/');

  it.each(['10dlc/Brand/B1/usecases/', 'Brand/B1/usecases'])('takes both spellings: %s', (path) => {
    expect(brand(path)).toEqual({ brand_id: 'B1' });
  });

  it.each(['10dlc/Brand/B1/', '10dlc/Brand/B1/B2/usecases/', 'x10dlc/Brand/B1/usecases/', '10dlc/Brand//usecases/'])(
    'does not take %s',
    (path) => {
      expect(brand(path)).toBeUndefined();
    },
  );

  it('decodes what it found, and leaves alone what can not be decoded', () => {
    const number = pathPattern('Campaign/{id}/Number/{number}');
    expect(number('Campaign/C1/Number/%2B14155550100')).toEqual({ id: 'C1', number: '+14155550100' });
    expect(number('Campaign/C1/Number/%2')).toEqual({ id: 'C1', number: '%2' });
  });

  it('takes dots as dots', () => {
    expect(pathPattern('a.b/{c}')('axb/1')).toBeUndefined();
  });
});
