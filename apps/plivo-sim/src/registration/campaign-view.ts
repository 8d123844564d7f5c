import { type RegistrationOptions } from '../options/registration-options';
import { isoMicros } from './dates';
import { campaignStatus } from './machine';
import { type Campaign } from './records';
import { mnoMetadata, type Tier } from './tiers';

/** The campaign object of the reference; `mno_metadata` is empty until carriers have agreed to something. */
export function campaignView(campaign: Campaign, tier: Tier, options: RegistrationOptions): Record<string, unknown> {
  const { state, subUsecases } = campaign;
  return {
    campaign_id: campaign.id,
    registration_status: campaignStatus(state),
    reseller_id: campaign.resellerId,
    brand_id: campaign.brandId,
    usecase: campaign.usecase,
    ...(subUsecases.length > 0 ? { sub_usecase: subUsecases.join(',') } : {}),
    campaign_alias: campaign.alias,
    mno_metadata: state === 'registered' ? mnoMetadata(tier, options.mno_names) : {},
    ...campaign.texts,
    campaign_attributes: campaign.attributes,
    created_at: isoMicros(campaign.createdAt),
    vertical: campaign.vertical,
    campaign_source: campaign.source,
  };
}
