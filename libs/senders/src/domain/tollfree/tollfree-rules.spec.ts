import { rejectedBefore, type TollfreeContent, tollfreeFaults } from './tollfree-rules';

const RIGHT: TollfreeContent = {
  number: '18885550100',
  profile_uuid: 'bd781875-24f8-4f51-8472-85e697db24d8',
  usecase: ['2FA', 'CUSTOMER_CARE'],
  usecase_summary: 'We send codes to customers when they sign up.',
  message_sample: 'Your code is 123456.',
  optin_image_url: ['https://example.com/optin.png'],
  optin_type: 'WEB_FORM',
  volume: '10,000',
  additional_information: '',
  extra_data: '',
};

describe('tollfreeFaults', () => {
  it('finds nothing wrong with what the reference shows', () => {
    expect(tollfreeFaults(RIGHT)).toEqual([]);
  });

  it.each<[keyof TollfreeContent, unknown, string]>([
    ['number', '14155550100', 'is 14155550100: give one toll-free number of the US or Canada in E.164'],
    ['number', '448005550100', 'is 448005550100: give one toll-free number'],
    ['profile_uuid', 'P1', 'must be the UUID of a profile'],
    ['usecase', [], 'is missing: give at least one of 2FA, ACCOUNT_NOTIFICATION'],
    ['usecase', ['SPAM', '2FA'], 'has SPAM: give 2FA'],
    ['usecase', ['2FA', '2FA'], 'names one twice'],
    ['usecase_summary', ' ', 'is missing'],
    ['usecase_summary', 'x'.repeat(501), 'has 501 characters; the provider takes 500'],
    ['message_sample', '', 'is missing'],
    ['message_sample', 'x'.repeat(1_001), 'has 1001 characters; the provider takes 1000'],
    ['additional_information', 'x'.repeat(501), 'has 501 characters; the provider takes 500'],
    ['optin_image_url', [], 'is missing: carriers want to see how people opt in'],
    ['optin_image_url', ['ftp://example.com/a'], 'has "ftp://example.com/a": give http:// or https:// URLs'],
    ['optin_image_url', ['https://example.com/a,b'], 'give http:// or https:// URLs'],
    ['optin_type', 'EMAIL', 'is "EMAIL": give one of VERBAL, WEB_FORM, PAPER_FORM, VIA_TEXT, MOBILE_QR_CODE'],
    ['volume', 'many', 'is "many": give messages a month as the provider writes them, like 10,000'],
    ['volume', '10000', 'like 10,000'],
  ])('refuses a wrong %s (%j), and says what to do', (field, value, message) => {
    const faults = tollfreeFaults({ ...RIGHT, [field]: value });
    expect(faults).toEqual([{ field, message: expect.stringContaining(message) as string }]);
  });

  it('names every fault at once', () => {
    const faults = tollfreeFaults({ ...RIGHT, number: '1', optin_type: '', volume: '' });
    expect(faults.map(({ field }) => field)).toEqual(['number', 'optin_type', 'volume']);
  });
});

describe('rejectedBefore', () => {
  it('knows a use case that was rejected, in whatever order its parts are named', () => {
    expect(rejectedBefore(['2FA', 'MARKETING'], [['MARKETING', '2FA']])).toBe(true);
    expect(rejectedBefore(['2FA'], [['MARKETING', '2FA']])).toBe(false);
  });
});
