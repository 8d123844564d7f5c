import { z } from 'zod';

const LONGEST = 4_096;

/** What is wrong in a field is told by the registration itself, so that a draft can be filled in bit by bit. */
const text = (description: string, example?: string) =>
  z
    .string()
    .max(LONGEST)
    .nullable()
    .optional()
    .meta({ description, ...(example === undefined ? {} : { example }) });
const flag = (description: string) => z.boolean().nullable().optional().meta({ description });

const address = z.strictObject({
  street: text('Street', '200 Main St'),
  city: text('City', 'Austin'),
  state: text('Code of the state', 'TX'),
  postal_code: text('Postal code', '78701'),
  country: text('ISO 3166-1 alpha-2', 'US'),
});

const contact = z.strictObject({
  first_name: text('First name'),
  last_name: text('Last name'),
  email: text('Email address', 'ada@example.com'),
  title: text('Salutation', 'Ms'),
  seniority: text('DIRECTOR, GM, VP, CEO, CFO, GENERAL_COUNSEL or OTHER', 'CEO'),
  phone: text('The company’s number in E.164 form', '+15125550100'),
});

export const profileDetails = z
  .strictObject({
    profile_alias: text('A friendly name; that of the registration unless told otherwise'),
    customer_type: text('DIRECT, or RESELLER where messaging is sold on', 'DIRECT'),
    entity_type: text('PRIVATE, PUBLIC, NON_PROFIT, GOVERNMENT or INDIVIDUAL', 'PRIVATE'),
    company_name: text('The legal name, exactly as it is registered', 'Example Inc.'),
    vertical: text('Industry, as RETAIL', 'RETAIL'),
    ein: text('Employer Identification Number: digits alone', '123456789'),
    ein_issuing_country: text('ISO 3166-1 alpha-2', 'US'),
    address: address.nullable().optional(),
    authorized_contact: contact.nullable().optional(),
    stock_symbol: text('Of a public company'),
    stock_exchange: text('NASDAQ, NYSE … OTHER', 'NYSE'),
    alt_business_id: text('Alternate business id'),
    alt_business_id_type: text('DUNS, LEI, GIIN or NONE', 'DUNS'),
    website: text('Website', 'www.example.com'),
    plivo_subaccount: text('SA…: the subaccount it is for'),
  })
  .meta({ description: 'Who the company is' });

export const brandDetails = z
  .strictObject({
    brand_alias: text('A friendly name; that of the registration unless told otherwise'),
    brand_type: text('STANDARD; the provider has paused STARTER', 'STANDARD'),
    secondary_vetting: flag('Whether it is vetted, which decides its throughput; the provider’s default is true'),
  })
  .meta({ description: 'What is registered with The Campaign Registry' });

export const campaignDetails = z
  .strictObject({
    campaign_alias: text('A friendly name; that of the registration unless told otherwise'),
    vertical: text('Industry, as RETAIL', 'RETAIL'),
    usecase: text('MARKETING, MIXED, 2FA …', 'MARKETING'),
    sub_usecases: z.array(z.string().max(LONGEST)).max(20).nullable().optional().meta({
      description: 'Two to five, of MIXED, LOW_VOLUME and STARTER only',
    }),
    description: text('What it is for and how that belongs to your business; 40 characters at least'),
    sample1: text('A message as it will be sent; 20 characters at least'),
    sample2: text('Another one'),
    message_flow: text('Every way a customer opts in; 40 characters at least'),
    help_message: text('The answer to HELP; 20 characters at least'),
    optout_message: text('The answer to STOP; 20 characters at least'),
    optin_message: text('What confirms an opt-in; 20 characters at least'),
    optin_keywords: text('With commas, without blanks', 'YES,SUBSCRIBE'),
    optout_keywords: text('With commas, without blanks', 'STOP,END'),
    help_keywords: text('In capitals, with commas, without blanks', 'HELP,INFO'),
    subscriber_optin: flag('Confirms that opt-ins are collected and processed: must be true'),
    subscriber_optout: flag('Confirms that opt-outs are collected and processed: must be true'),
    subscriber_help: flag('Confirms that HELP is answered: must be true'),
    direct_lending: flag('Whether it is about loans'),
    embedded_link: flag('Whether messages have links'),
    embedded_phone: flag('Whether messages have a phone number other than that for HELP'),
    age_gated: flag('Whether it has age-gated content'),
    affiliate_marketing: flag('Whether affiliate marketing was used'),
  })
  .meta({ description: 'What is sent, to whom, and how they agreed to it' });
