/** A registration in which the reference finds nothing wrong. */
export const PROFILE = {
  customer_type: 'DIRECT',
  entity_type: 'PRIVATE',
  company_name: 'Example Inc.',
  vertical: 'RETAIL',
  ein: '123456789',
  ein_issuing_country: 'US',
  address: { street: '200 Main St', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' },
  authorized_contact: {
    first_name: 'Ada',
    last_name: 'Miller',
    email: 'ada@example.com',
    title: 'Ms',
    seniority: 'CEO',
    phone: '+15125550100',
  },
};

export const BRAND = { brand_type: 'STANDARD', secondary_vetting: true };

export const CAMPAIGN = {
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
