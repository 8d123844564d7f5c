import { type BrandType, MIXED_USE_CASES, SUB_USE_CASES, USE_CASES, VERTICALS } from './allowed-values';
import { checkKeywords } from './check-keywords';
import { checkTexts } from './check-texts';
import { type Details, textOf } from './details';
import { Findings, shown } from './findings';

const LEAST_SUB_USE_CASES = 2;
const MOST_SUB_USE_CASES = 5;

/** The fields that the provider lets be changed when a campaign was rejected. */
export const CAMPAIGN_CHANGES = [
  'campaign_alias',
  'description',
  'sample1',
  'sample2',
  'message_flow',
  'help_message',
  'optin_keywords',
  'optin_message',
  'optout_keywords',
  'optout_message',
  'help_keywords',
] as const;

/**
 * Everything the reference asks of a 10DLC campaign.
 *
 * @param brandType of its brand, where known
 */
export function checkCampaign(details: Details, brandType: BrandType | undefined, path = 'campaign'): Findings {
  const found = new Findings(path);
  found.text(details, 'campaign_alias', 'a friendly name');
  found.oneOf(details, 'vertical', VERTICALS);
  checkUseCase(details, brandType, found);
  checkTexts(details, found);
  checkKeywords(details, found);
  found.confirmed(details, 'subscriber_optin', 'you collect and process opt-ins');
  found.confirmed(details, 'subscriber_optout', 'you collect and process opt-outs');
  found.confirmed(details, 'subscriber_help', 'HELP is answered with how to contact you');
  found.flag(details, 'direct_lending', 'whether it is about loans');
  found.flag(details, 'embedded_link', 'whether messages have links');
  found.flag(details, 'embedded_phone', 'whether messages have a phone number other than that for HELP');
  found.flag(details, 'age_gated', 'whether it has age-gated content');
  found.flag(details, 'affiliate_marketing', 'whether affiliate marketing was used');
  return found;
}

function checkUseCase(details: Details, brandType: BrandType | undefined, found: Findings): void {
  const useCase = found.oneOf(details, 'usecase', USE_CASES);
  if (useCase !== undefined && brandType === 'STARTER' && useCase !== 'STARTER') {
    found.error('usecase', `is ${shown(useCase)}: a STARTER brand can only use STARTER`);
  }
  if (useCase === 'STARTER' && brandType === 'STANDARD') {
    found.error('usecase', 'is "STARTER": only a STARTER brand can use it; the brand is STANDARD');
  }
  const mixed = MIXED_USE_CASES.some((each) => each === useCase);
  const value = details.sub_usecases;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    if (mixed && useCase !== 'STARTER') {
      found.error(
        'sub_usecases',
        `is missing: ${useCase ?? ''} is made up of two to five of ${SUB_USE_CASES.join(', ')}`,
      );
    }
    return;
  }
  if (!Array.isArray(value)) {
    found.error('sub_usecases', `is ${shown(value)}: must be a list of two to five use cases`);
  } else if (!mixed && useCase !== undefined) {
    found.error(
      'sub_usecases',
      `is ${shown(value)}: only ${MIXED_USE_CASES.join(', ')} have sub-use cases, and usecase is ${useCase}`,
    );
  } else checkSubUseCases(value, found);
}

function checkSubUseCases(given: readonly unknown[], found: Findings): void {
  for (const [index, each] of given.entries()) {
    if (!SUB_USE_CASES.some((allowed) => allowed === each)) {
      found.error(`sub_usecases[${index}]`, `is ${shown(each)}: must be one of ${SUB_USE_CASES.join(', ')}`);
    }
  }
  const different = new Set(given).size;
  if (different < given.length) found.error('sub_usecases', `is ${shown(given)}: names one of them twice`);
  if (different < LEAST_SUB_USE_CASES || different > MOST_SUB_USE_CASES) {
    found.error('sub_usecases', `has ${different}: two to five are needed`);
  }
}

/** A campaign that the brand itself must allow: the provider lists its use cases. @returns why not */
export function useCaseFault(details: Details, allowed: readonly string[]): string | undefined {
  const useCase = textOf(details, 'usecase') ?? '';
  if (allowed.includes(useCase)) return undefined;
  return `campaign.usecase is ${shown(useCase)}, which this brand may not use: it may use ${allowed.join(', ')}`;
}
