import { sqlState } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Campaign, CampaignInput } from './campaign';
import { type CampaignFilter, CampaignsRepository } from './campaigns.repository';
import { CampaignMediaCheck } from './campaign-media-check';
import { checkCampaign } from './check-campaign';
import { campaignStateConflict } from './domain/campaign-state';

/** What PATCH may change; a null clears. */
export type CampaignPatch = { readonly [Field in keyof CampaignInput]?: CampaignInput[Field] | undefined } & {
  readonly list_id?: number | undefined;
};

export interface CampaignPage {
  readonly objects: readonly Campaign[];
  readonly nextCursor: string | null;
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Campaigns as documents: written, read, changed and thrown away while they are drafts. */
@Injectable()
export class CampaignService {
  constructor(
    private readonly campaigns: CampaignsRepository,
    private readonly media: CampaignMediaCheck,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError invalid (see `checkCampaign`), not_found `list_not_found` */
  async create(listId: number, input: CampaignInput): Promise<Campaign> {
    const now = this.clock.now();
    const content = checkCampaign(input, { now });
    await this.media.check(content);
    return orListNotFound(() => this.campaigns.insert({ listId, content, state: 'draft', now }), listId);
  }

  /** @throws AppError not_found `campaign_not_found` */
  async get(id: number): Promise<Campaign> {
    const campaign = await this.campaigns.find(id);
    if (campaign === undefined) throw campaignNotFound(id);
    return campaign;
  }

  /** Newest first. @param filter.before id of the last campaign of the page before */
  async list(filter: CampaignFilter): Promise<CampaignPage> {
    const found = await this.campaigns.list({ ...filter, limit: filter.limit + 1 });
    const objects = found.slice(0, filter.limit);
    return { objects, nextCursor: found.length > filter.limit ? String(objects.at(-1)?.id) : null };
  }

  /**
   * @param version the one the caller has seen, or undefined for any
   * @throws AppError conflict `campaign_state`, precondition_failed `version_mismatch`, and as `create`
   */
  async update(id: number, version: number | undefined, patch: CampaignPatch): Promise<Campaign> {
    const before = await this.get(id);
    assertEditable(before, version);
    const content = checkCampaign(
      { ...inputOf(before), ...given(patch) },
      { now: this.clock.now(), scheduleMayBePast: patch.scheduled_at === undefined },
    );
    await this.media.check(content);
    const listId = patch.list_id ?? before.list_id;
    const updated = await orListNotFound(
      () => this.campaigns.updateDraft(id, before.version, { listId, content }),
      listId,
    );
    if (updated !== undefined) return updated;
    const now = await this.get(id);
    assertEditable(now, before.version);
    throw new Error(`campaign ${id} is a draft of version ${now.version} and was not updated`);
  }

  /** @throws AppError conflict `campaign_state` for what is no draft */
  async delete(id: number): Promise<void> {
    if (await this.campaigns.deleteDraft(id)) return;
    throw campaignStateConflict('delete', (await this.get(id)).state);
  }
}

function assertEditable(campaign: Campaign, version: number | undefined): void {
  if (campaign.state !== 'draft') throw campaignStateConflict('edit', campaign.state);
  if (version === undefined || version === campaign.version) return;
  const message = `The campaign is at version ${campaign.version}, you have ${version}: read it again and repeat your change.`;
  throw new AppError('precondition_failed', 'version_mismatch', message);
}

/** A field that is undefined is one that was not given. */
function given(patch: CampaignPatch): Partial<CampaignInput> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function inputOf(campaign: Campaign): CampaignInput {
  const { scheduled_at: due, deadline_at: deadline } = campaign;
  return { ...campaign, scheduled_at: due?.toISOString() ?? null, deadline_at: deadline?.toISOString() ?? null };
}

export function campaignNotFound(id: number): AppError {
  return new AppError('not_found', 'campaign_not_found', `There is no campaign ${id}.`);
}

/** The list was checked by nobody but its foreign key, so that it cannot go between a check and the insert. */
async function orListNotFound<T>(insert: () => Promise<T>, listId: number): Promise<T> {
  try {
    return await insert();
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error;
    if (String(error).includes('campaign_media')) throw mediaGone(error);
    throw new AppError('not_found', 'list_not_found', `There is no list ${listId}.`, {
      details: [{ field: 'list_id', message: 'does not exist' }],
    });
  }
}

/** Deleted after it was checked. */
function mediaGone(cause: unknown): AppError {
  const message = 'A medium was deleted meanwhile: look at the media library, and repeat.';
  return new AppError('conflict', 'media_gone', message, { cause });
}
