import type { BrandType } from './allowed-values';
import { checkCampaign, useCaseFault } from './check-campaign';
import type { Details } from './details';

const CAMPAIGN = {
  campaign_alias: 'Offers',
  vertical: 'RETAIL',
  usecase: 'MARKETING',
  description: 'Offers of our shops for customers who asked for them.',
  sample1: 'Twenty percent off until Sunday. Reply STOP to end.',
  sample2: 'The new collection is in our shops. Reply STOP to end.',
  message_flow: 'Customers tick a box at the till, or text JOIN to our number.',
  help_message: 'Example Inc.: write to help@example.com.',
  optout_message: 'You are unsubscribed and will receive no more messages.',
  subscriber_optin: true,
  subscriber_optout: true,
  subscriber_help: true,
  direct_lending: false,
  embedded_link: false,
  embedded_phone: false,
  age_gated: false,
  affiliate_marketing: false,
};
const SUB_USE_CASES =
  '2FA, ACCOUNT_NOTIFICATION, CUSTOMER_CARE, DELIVERY_NOTIFICATION, FRAUD_ALERT, HIGHER_EDUCATION, MARKETING, POLLING_VOTING, ' +
  'PUBLIC_SERVICE_ANNOUNCEMENT, SECURITY_ALERT';

function errorsOf(changes: Details, brand: BrandType | undefined = 'STANDARD'): string[] {
  const { errors } = checkCampaign({ ...CAMPAIGN, ...changes }, brand);
  return errors.map(({ field, message }) => `${field ?? ''} ${message}`);
}

function warningsOf(changes: Details): string[] {
  const { warnings } = checkCampaign({ ...CAMPAIGN, ...changes }, 'STANDARD');
  return warnings.map(({ field, message }) => `${field ?? ''} ${message}`);
}

describe('checkCampaign', () => {
  it('finds nothing wrong in a complete campaign', () => {
    expect(checkCampaign(CAMPAIGN, 'STANDARD')).toMatchObject({ errors: [], warnings: [] });
  });

  it.each<[Details, string]>([
    [{ campaign_alias: '' }, 'campaign.campaign_alias is missing: a friendly name'],
    [{ description: 'Offers' }, 'campaign.description has 6 characters: at least 40 are needed'],
    [
      { description: undefined },
      'campaign.description is missing: what the campaign is for and how that belongs to your business, at least 40 characters',
    ],
    [{ sample1: 'Sale' }, 'campaign.sample1 has 4 characters: at least 20 are needed'],
    [{ sample2: undefined }, 'campaign.sample2 is missing: a message as it will be sent, at least 20 characters'],
    [
      { sample2: 'Look at https://bit.ly/3xyz until Sunday' },
      'campaign.sample2 has a link of bit.ly: operators do not accept public URL shorteners',
    ],
    [{ message_flow: 'They know.' }, 'campaign.message_flow has 10 characters: at least 40 are needed'],
    [
      { message_flow: undefined },
      'campaign.message_flow is missing: every way a customer opts in, so that consent is clear, at least 40 characters',
    ],
    [{ help_message: 'Call us' }, 'campaign.help_message has 7 characters: at least 20 are needed'],
    [
      { help_message: undefined },
      'campaign.help_message is missing: the answer to HELP, with the brand and how to get support, at least 20 characters',
    ],
    [{ optout_message: 'Opted out.' }, 'campaign.optout_message has 10 characters: at least 20 are needed'],
    [
      { optout_message: undefined },
      'campaign.optout_message is missing: the answer to STOP, which says that nothing more is sent, at least 20 characters',
    ],
    [{ optin_message: 'Welcome' }, 'campaign.optin_message has 7 characters: at least 20 are needed'],
    [
      { optin_keywords: 'YES, JOIN' },
      'campaign.optin_keywords is "YES, JOIN": must be words of letters and digits with a comma between, without blanks, as YES,SUBSCRIBE',
    ],
    [
      { optout_keywords: 'STOP!' },
      'campaign.optout_keywords is "STOP!": must be words of letters and digits with a comma between, without blanks, as YES,SUBSCRIBE',
    ],
    [
      { help_keywords: 'Help,INFO' },
      'campaign.help_keywords is "Help,INFO": must be in capital letters, as "HELP,INFO"',
    ],
    [
      { subscriber_optin: false },
      'campaign.subscriber_optin is false: must be true, which confirms that you collect and process opt-ins',
    ],
    [
      { subscriber_optout: undefined },
      'campaign.subscriber_optout is missing: must be true, which confirms that you collect and process opt-outs',
    ],
    [
      { subscriber_help: 'true' },
      'campaign.subscriber_help is "true": must be true, which confirms that HELP is answered with how to contact you',
    ],
    [{ direct_lending: undefined }, 'campaign.direct_lending is missing: true or false (whether it is about loans)'],
    [{ embedded_link: 'no' }, 'campaign.embedded_link is "no": must be true or false (whether messages have links)'],
    [
      { embedded_phone: undefined },
      'campaign.embedded_phone is missing: true or false (whether messages have a phone number other than that for HELP)',
    ],
    [{ age_gated: undefined }, 'campaign.age_gated is missing: true or false (whether it has age-gated content)'],
    [
      { affiliate_marketing: undefined },
      'campaign.affiliate_marketing is missing: true or false (whether affiliate marketing was used)',
    ],
    [{ usecase: 'SPAM' }, `campaign.usecase is "SPAM": must be one of ${SUB_USE_CASES}, LOW_VOLUME, MIXED, STARTER`],
    [{ usecase: 'STARTER' }, 'campaign.usecase is "STARTER": only a STARTER brand can use it; the brand is STANDARD'],
    [{ usecase: 'MIXED' }, `campaign.sub_usecases is missing: MIXED is made up of two to five of ${SUB_USE_CASES}`],
    [
      { usecase: 'LOW_VOLUME', sub_usecases: [] },
      `campaign.sub_usecases is missing: LOW_VOLUME is made up of two to five of ${SUB_USE_CASES}`,
    ],
    [{ usecase: 'MIXED', sub_usecases: ['2FA'] }, 'campaign.sub_usecases has 1: two to five are needed'],
    [
      {
        usecase: 'MIXED',
        sub_usecases: ['2FA', 'MARKETING', 'FRAUD_ALERT', 'SECURITY_ALERT', 'CUSTOMER_CARE', 'POLLING_VOTING'],
      },
      'campaign.sub_usecases has 6: two to five are needed',
    ],
    [
      { usecase: 'MIXED', sub_usecases: ['2FA', 'MIXED'] },
      `campaign.sub_usecases[1] is "MIXED": must be one of ${SUB_USE_CASES}`,
    ],
    [
      { usecase: 'MIXED', sub_usecases: ['2FA', 'MARKETING', '2FA'] },
      'campaign.sub_usecases is ["2FA","MARKETING","2FA"]: names one of them twice',
    ],
    [
      { usecase: 'MIXED', sub_usecases: '2FA,MARKETING' },
      'campaign.sub_usecases is "2FA,MARKETING": must be a list of two to five use cases',
    ],
    [
      { sub_usecases: ['2FA', 'MARKETING'] },
      'campaign.sub_usecases is ["2FA","MARKETING"]: only LOW_VOLUME, MIXED, STARTER have sub-use cases, and usecase is MARKETING',
    ],
  ])('refuses %j, saying what it was and what is allowed', (changes, message) => {
    expect(errorsOf(changes)).toEqual([message]);
  });

  it('counts characters as people do, without blanks around them', () => {
    expect(errorsOf({ sample1: `  ${'🎉'.repeat(20)}  ` })).toEqual([]);
    expect(errorsOf({ sample1: `  ${'🎉'.repeat(19)}  ` })).toHaveLength(1);
  });

  it('lets a STARTER brand use STARTER, and nothing else', () => {
    expect(errorsOf({ usecase: 'STARTER' }, 'STARTER')).toEqual([]);
    expect(errorsOf({ usecase: 'STARTER', sub_usecases: ['2FA', 'MARKETING'] }, 'STARTER')).toEqual([]);
    expect(errorsOf({}, 'STARTER')).toEqual(['campaign.usecase is "MARKETING": a STARTER brand can only use STARTER']);
  });

  it.each<[Details, string]>([
    [
      { optout_message: 'Thank you for having been with us.' },
      'campaign.optout_message does not seem to acknowledge the opt-out and to say that no further messages are sent: carriers want both',
    ],
    [
      { sample1: 'Twenty percent off: www.example.com/sale' },
      'campaign.sample1 has a link, but embedded_link is false: reviewers reject what does not agree',
    ],
    [
      { sample2: 'Call us at (512) 555-0100 until Sunday.' },
      'campaign.sample2 has a phone number, but embedded_phone is false: reviewers reject what does not agree',
    ],
    [{ sample2: CAMPAIGN.sample1 }, 'campaign.sample2 is the same as sample1: two different samples are expected'],
  ])('warns of %j', (changes, message) => {
    expect(warningsOf(changes)).toEqual([message]);
    expect(errorsOf(changes)).toEqual([]);
  });
});

describe('useCaseFault', () => {
  it('names what the brand may be used for', () => {
    expect(useCaseFault(CAMPAIGN, ['2FA', 'CUSTOMER_CARE'])).toBe(
      'campaign.usecase is "MARKETING", which this brand may not use: it may use 2FA, CUSTOMER_CARE',
    );
    expect(useCaseFault(CAMPAIGN, ['2FA', 'MARKETING'])).toBeUndefined();
  });
});
