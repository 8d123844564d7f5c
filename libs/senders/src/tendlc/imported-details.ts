import type { TendlcCampaign } from '@herald/provider';
import { CAMPAIGN_CHANGES } from '../domain/tendlc/check-campaign';
import type { Details } from '../domain/tendlc/details';

const TEXTS = ['usecase', 'vertical', ...CAMPAIGN_CHANGES] as const;
const FLAGS = [
  'subscriber_optin',
  'subscriber_optout',
  'subscriber_help',
  'direct_lending',
  'embedded_link',
  'embedded_phone',
  'age_gated',
  'affiliate_marketing',
] as const;

/** What the provider shows of a campaign that was registered elsewhere, as if it had been filled in here; its name stays ours. */
export function importedDetails(before: Details, campaign: TendlcCampaign): Details {
  const { campaign_attributes: flags = {}, sub_usecase: subUsecases = '' } = campaign;
  const shown = [
    ...TEXTS.map((name) => [name, campaign[name]] as const),
    ...FLAGS.map((name) => [name, flags[name]] as const),
    ['sub_usecases', subUsecases === '' ? undefined : subUsecases.split(',').map((each) => each.trim())] as const,
  ];
  const known = shown.filter(([name, value]) => value !== undefined && name !== 'campaign_alias');
  return { ...before, ...Object.fromEntries<unknown>(known) };
}
