import { ApiFault } from '../http/api-fault';
import { Fields, present } from '../http/fields';
import { type RegistrationOptions } from '../options/registration-options';
import { isCombined, SUB_USECASES, type Usecase, USECASES, VERTICALS } from './values';

const LEAST_LONG = 40;
const LEAST_SHORT = 20;
const LEAST_SUB_USECASES = 2;
const MOST_SUB_USECASES = 5;

/** Texts of at least so many characters; `required` ones have to be there at creation. */
const TEXTS: readonly (readonly [name: string, least: number, required: boolean])[] = [
  ['description', LEAST_LONG, true],
  ['sample1', LEAST_SHORT, true],
  ['sample2', LEAST_SHORT, true],
  ['sample3', LEAST_SHORT, false],
  ['sample4', LEAST_SHORT, false],
  ['sample5', LEAST_SHORT, false],
  ['message_flow', LEAST_LONG, true],
  ['help_message', LEAST_SHORT, true],
  ['optout_message', LEAST_SHORT, true],
  ['optin_message', LEAST_SHORT, false],
];
/** SDKs send these two; the reference does not name them. */
const LINKS = ['terms_and_conditions_link', 'privacy_policy_link'];
const KEYWORDS = ['optin_keywords', 'optout_keywords', 'help_keywords'];
const KEYWORD_LIST = /^[A-Za-z0-9]+(?:,[A-Za-z0-9]+)*$/;

/** Confirmations: `true` is the only value allowed. */
const CONFIRMED = ['subscriber_optin', 'subscriber_optout', 'subscriber_help'];
const DECLARED = ['direct_lending', 'embedded_link', 'embedded_phone', 'age_gated', 'affiliate_marketing'];

const FIXED = ['brand_id', 'vertical', 'usecase', 'sub_usecases', ...CONFIRMED, ...DECLARED];

export interface CampaignFields {
  readonly alias: string;
  readonly brandId: string;
  readonly vertical: string;
  readonly usecase: Usecase;
  readonly subUsecases: readonly string[];
  readonly attributes: Readonly<Record<string, boolean>>;
  readonly texts: Readonly<Record<string, string>>;
}

function readKeywords(fields: Fields, name: string): string | undefined {
  const value = fields.text(name);
  if (value === undefined) return undefined;
  if (!KEYWORD_LIST.test(value)) {
    throw new ApiFault(400, `${name} must be a comma-separated list with no special characters or embedded spaces`);
  }
  if (name === 'help_keywords' && value !== value.toUpperCase()) {
    throw new ApiFault(400, `${name} must be in all capital letters`);
  }
  return value;
}

/** Every text that is there, checked; `creating` asks for those that have to be. */
function readTexts(fields: Fields, creating: boolean): Record<string, string> {
  const texts: Record<string, string> = {};
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined) texts[name] = value;
  };
  for (const [name, least, required] of TEXTS) {
    const value = fields.longText(name, least);
    put(name, required && creating ? present(name, value) : value);
  }
  for (const name of KEYWORDS) put(name, readKeywords(fields, name));
  for (const name of LINKS) put(name, fields.url(name));
  return texts;
}

function readAttributes(fields: Fields): Record<string, boolean> {
  const attributes: Record<string, boolean> = {};
  for (const name of [...DECLARED, ...CONFIRMED]) {
    const value = present(name, fields.flag(name));
    if (!value && CONFIRMED.includes(name)) throw new ApiFault(400, `${name} must be true`);
    attributes[name] = value;
  }
  return attributes;
}

function readSubUsecases(fields: Fields, usecase: Usecase, options: RegistrationOptions): readonly string[] {
  const given = fields.list('sub_usecases') ?? [];
  if (!isCombined(usecase)) {
    if (given.length === 0 || options.sub_usecases_elsewhere === 'ignore') return [];
    throw new ApiFault(400, 'sub_usecases is only applicable when usecase is STARTER, MIXED or LOW_VOLUME');
  }
  const strange = given.find((each) => !SUB_USECASES.some((known) => known === each));
  if (strange !== undefined) throw new ApiFault(400, `sub_usecases must be among ${SUB_USECASES.join(', ')}`);
  const size = new Set(given).size;
  if (size !== given.length || size < LEAST_SUB_USECASES || size > MOST_SUB_USECASES) {
    throw new ApiFault(400, 'sub_usecases must be two to five different use cases');
  }
  return given;
}

/** Reads the body of a creation; throws ApiFault 400 naming the first thing that is wrong. */
export function readCampaign(body: Readonly<Record<string, unknown>>, options: RegistrationOptions): CampaignFields {
  const fields = new Fields(body);
  const alias = fields.required('campaign_alias');
  const brandId = fields.required('brand_id');
  const vertical = present('vertical', fields.oneOf('vertical', VERTICALS));
  const usecase = present('usecase', fields.oneOf('usecase', USECASES));
  const subUsecases = readSubUsecases(fields, usecase, options);
  const texts = readTexts(fields, true);
  return { alias, brandId, vertical, usecase, subUsecases, texts, attributes: readAttributes(fields) };
}

export interface CampaignChanges {
  readonly alias: string | undefined;
  readonly resellerId: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
}

/** Reads the body of an update: one or more of what may be changed. */
export function readCampaignChanges(body: Readonly<Record<string, unknown>>): CampaignChanges {
  const fields = new Fields(body);
  const fixed = FIXED.find((name) => fields.has(name));
  if (fixed !== undefined) throw new ApiFault(400, `${fixed} can not be updated`);
  const alias = fields.text('campaign_alias');
  const resellerId = fields.text('reseller_id');
  const texts = readTexts(fields, false);
  if (alias === undefined && resellerId === undefined && Object.keys(texts).length === 0) {
    throw new ApiFault(400, 'one of the fields of a campaign that can be updated is required');
  }
  return { alias, resellerId, texts };
}
