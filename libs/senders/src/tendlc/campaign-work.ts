import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { type NewTendlcCampaign, PlivoBrands, PlivoTendlcCampaigns, type TendlcCampaign } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { CAMPAIGN_CHANGES, useCaseFault } from '../domain/tendlc/check-campaign';
import { type Details, sendable, textOf } from '../domain/tendlc/details';
import { ImportedBrands } from './imported-brands';
import { importedDetails } from './imported-details';
import { LinkLists } from './link-lists';
import { madeSince } from './made-since';
import { recordReason } from './record-reason';
import { callbackOf, SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import type { Columns } from './step-tables';
import type { Seen, StepWork, WorkRow } from './step-work';

interface CampaignRow extends WorkRow {
  readonly campaign_id: string | null;
  readonly imported: boolean;
  readonly details: Details;
}

const STATES: Readonly<Record<string, 'registered' | 'rejected' | 'expired'>> = {
  ACTIVE: 'registered',
  COMPLETED: 'registered',
  FAILED: 'rejected',
  EXPIRED: 'expired',
};

@Injectable()
export class CampaignWork implements StepWork<CampaignRow> {
  readonly kind = 'campaign';
  readonly parent = {
    join: 'JOIN brands b ON b.id = s.brand',
    id: 'b.brand_id',
    ready: `b.state = 'registered'`,
  };

  constructor(
    private readonly campaigns: PlivoTendlcCampaigns,
    private readonly brands: PlivoBrands,
    private readonly linkLists: LinkLists,
    private readonly importedBrands: ImportedBrands,
    private readonly database: Database,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A brand may only be used for what the provider lists. */
  async forbidden({ campaign_id: campaignId, parent, details }: CampaignRow): Promise<string | undefined> {
    if (campaignId !== null || parent === null) return undefined;
    const { use_cases: useCases } = await this.brands.useCases(parent);
    return useCaseFault(
      details,
      useCases.map(({ code }) => code),
    );
  }

  /** A campaign that was rejected before is changed, which submits it once more; any other is created. */
  async submit({ campaign_id: campaignId, imported, parent, details }: CampaignRow): Promise<Columns> {
    if (campaignId !== null && imported) return this.import(campaignId, details);
    if (campaignId !== null) {
      await this.campaigns.update(campaignId, changesOf(details));
      return {};
    }
    const input = { ...sendable(details), brand_id: parent, ...callbackOf(this.options) };
    // Checked field by field before it was requested.
    const created = await this.campaigns.create(input as unknown as NewTendlcCampaign);
    return { campaign_id: created.campaign_id };
  }

  async find(row: CampaignRow): Promise<Columns | undefined> {
    if (row.campaign_id !== null) {
      const campaign = await this.campaigns.get(row.campaign_id);
      if (campaign === undefined) return undefined;
      return row.imported || says(campaign, changesOf(row.details)) ? {} : undefined;
    }
    for await (const campaign of this.campaigns.all({ brand_id: row.parent ?? '' })) {
      if (this.isLike(campaign, row) && !(await this.isKnown(campaign.campaign_id))) {
        return { campaign_id: campaign.campaign_id };
      }
    }
    return undefined;
  }

  /** With its numbers, once it is decided. */
  async look({ id, campaign_id: campaignId, imported, parent, details }: CampaignRow): Promise<Seen | undefined> {
    if (campaignId === null) return undefined;
    const campaign = await this.campaigns.get(campaignId);
    if (campaign === undefined) return undefined;
    const { brand_id: brandId = parent } = campaign;
    if (imported && brandId !== null && brandId !== parent) await this.importedBrands.join(id, brandId);
    const status = campaign.registration_status ?? '';
    const to = STATES[status];
    if (to !== undefined) await this.linkLists.compare(id, campaignId);
    const reason = to === 'rejected' ? (recordReason(campaign) ?? 'the registry or a carrier rejected it') : undefined;
    const columns = {
      ...(campaign.mno_metadata === undefined ? {} : { mno_metadata: campaign.mno_metadata }),
      ...(imported ? { details: importedDetails(details, campaign) } : {}),
    };
    return { to, reason, columns, inHand: status === 'PROCESSING' };
  }

  async end({ campaign_id: campaignId }: CampaignRow): Promise<void> {
    if (campaignId !== null) await this.campaigns.delete(campaignId);
  }

  /** One that the account has already is not asked for again. What it is about is looked up at once. */
  private async import(campaignId: string, details: Details): Promise<Columns> {
    if ((await this.campaigns.get(campaignId)) === undefined) {
      const alias = textOf(details, 'campaign_alias') ?? campaignId;
      await this.campaigns.import({ campaign_id: campaignId, campaign_alias: alias, ...callbackOf(this.options) });
    }
    return { look_at: this.clock.now() };
  }

  private isLike(campaign: TendlcCampaign, { details, sent_at: sentAt }: CampaignRow): boolean {
    const same = (name: 'campaign_alias' | 'usecase') => campaign[name] === textOf(details, name);
    // The reference's examples of a campaign by itself have no alias.
    const alias = campaign.campaign_alias === undefined || same('campaign_alias');
    const description = campaign.description === undefined || campaign.description === textOf(details, 'description');
    return alias && description && same('usecase') && madeSince(campaign.created_at, sentAt);
  }

  private async isKnown(campaignId: string): Promise<boolean> {
    return (await this.database.query('SELECT FROM tendlc_campaigns WHERE campaign_id = $1', [campaignId])).count > 0;
  }
}

type Changes = Readonly<Partial<Record<(typeof CAMPAIGN_CHANGES)[number], string>>>;

function changesOf(details: Details): Changes {
  const entries = CAMPAIGN_CHANGES.map((name) => [name, textOf(details, name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Whether it shows every text that was to be changed, as far as it shows them. */
function says(campaign: TendlcCampaign, changes: Changes): boolean {
  return Object.entries(changes).every(([name, value]) => (campaign[name] ?? value) === value);
}
