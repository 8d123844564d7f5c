import { type OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { type Bench, setup } from './support';

type Body = Record<string, unknown>;

interface Answer {
  readonly status: number;
  readonly json: Body;
}

export interface RegistrationBench extends Bench {
  /** A request to a resource: `api('POST', 'Profile/', {…})`. */
  readonly api: (method: string, path: string, body?: Body) => Promise<Answer>;
  readonly profile: (changes?: Body) => Promise<string>;
  readonly brand: (changes?: Body) => Promise<string>;
  /** A brand that was registered at once, with a campaign in the same way. */
  readonly campaign: (changes?: Body) => Promise<string>;
  readonly step: () => Promise<number>;
}

export const PROFILE: Body = {
  profile_alias: 'shop',
  customer_type: 'DIRECT',
  entity_type: 'PRIVATE',
  company_name: 'Shop Ltd',
  vertical: 'RETAIL',
  ein: '123456789',
  ein_issuing_country: 'US',
  address: { street: '1 Main Street', city: 'New York', state: 'NY', postal_code: '10001', country: 'US' },
  authorized_contact: {
    first_name: 'Ada',
    last_name: 'Smith',
    phone: '12125550100',
    email: 'ada@example.com',
    title: 'Ms',
    seniority: 'CEO',
  },
  website: 'shop.example.com',
};

export const CAMPAIGN: Body = {
  campaign_alias: 'spring sale',
  vertical: 'RETAIL',
  usecase: 'MARKETING',
  description: 'Offers of the season to customers who asked for them',
  sample1: 'Spring sale: 20 % off until Sunday. Reply STOP to end.',
  sample2: 'New shoes are in. Come and see. Reply STOP to end.',
  subscriber_optin: true,
  subscriber_optout: true,
  subscriber_help: true,
  direct_lending: false,
  embedded_link: false,
  embedded_phone: false,
  age_gated: false,
  affiliate_marketing: false,
  message_flow: 'Customers tick a box at the checkout that says what we send.',
  help_message: 'Shop: write to help@example.com or reply STOP to end.',
  optout_message: 'Shop: you will get no more messages from us.',
};

export const VERIFICATION: Body = {
  usecase: 'MARKETING',
  usecase_summary: 'Offers to customers who asked for them',
  message_sample: 'Spring sale: 20 % off until Sunday.',
  optin_image_url: 'https://shop.example.com/opt-in.png',
  optin_type: 'WEB_FORM',
  volume: '10,000',
  number: '18885550100',
};

/** A simulator whose registrations move by command alone, unless the options say otherwise. */
export async function registrationBench(options: OptionsPatch = {}): Promise<RegistrationBench> {
  const bench = await setup({
    options: { ...options, registration: { step_seconds: null, ...options.registration } },
  });
  const { sim, control } = bench;
  const authorization = `Basic ${Buffer.from(`${sim.authId}:${sim.authToken}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const api: RegistrationBench['api'] = async (method, path, body) => {
    const url = `${sim.url}/v1/Account/${sim.authId}/${path}`;
    const answer = await fetch(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Body };
  };
  const step = async (): Promise<number> => (await control('POST', '/_sim/registrations/step')).json.moved as number;
  const made = async (path: string, body: Body, key: string): Promise<string> => {
    const { status, json } = await api('POST', path, body);
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json[key] as string;
  };
  const profile: RegistrationBench['profile'] = (changes = {}) =>
    made('Profile/', { ...PROFILE, ...changes }, 'profile_uuid');
  const brand: RegistrationBench['brand'] = async (changes = {}) => {
    const defaults = { brand_alias: 'shop', brand_type: 'STANDARD', profile_uuid: await profile() };
    const id = await made('10dlc/Brand/', { ...defaults, ...changes }, 'brand_id');
    await step();
    return id;
  };
  const campaign: RegistrationBench['campaign'] = async (changes = {}) => {
    const brand_id = (changes.brand_id as string | undefined) ?? (await brand());
    const id = await made('10dlc/Campaign/', { ...CAMPAIGN, ...changes, brand_id }, 'campaignId');
    await step();
    return id;
  };
  return { ...bench, api, step, profile, brand, campaign };
}
