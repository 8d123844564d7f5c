import { fieldOf, fieldsOf } from './registration-fields';

describe('fieldsOf', () => {
  it('makes one body of many fields, nested as the API has them', () => {
    const body = fieldsOf([
      'name=Offers',
      'profile.ein=012345678',
      'profile.address.city=Austin',
      'profile.address.state=TX',
      'campaign.sub_usecases=2FA, MARKETING',
      'campaign.description=a = b',
    ]);
    expect(body).toEqual({
      name: 'Offers',
      profile: { ein: '012345678', address: { city: 'Austin', state: 'TX' } },
      campaign: { sub_usecases: ['2FA', 'MARKETING'], description: 'a = b' },
    });
  });

  it.each<[string, unknown]>([
    ['yes', true],
    ['TRUE', true],
    ['n', false],
    ['maybe', 'maybe'],
    ['', null],
  ])('reads the flag %j as %j', (word, value) => {
    expect(fieldsOf([`brand.secondary_vetting=${word}`])).toEqual({ brand: { secondary_vetting: value } });
  });

  it.each(['ein=1', 'profile.ein', '=x'])('says what %s should be', (assignment) => {
    expect(() => fieldsOf([assignment])).toThrow('is no field');
  });
});

describe('fieldOf', () => {
  it('takes the whole list for one of its places', () => {
    expect(fieldOf('campaign.sub_usecases[1]', '2FA,MARKETING')).toEqual({
      campaign: { sub_usecases: ['2FA', 'MARKETING'] },
    });
  });
});
