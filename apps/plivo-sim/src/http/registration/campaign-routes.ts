import { campaignView } from '../../registration/campaign-view';
import { readCampaign, readCampaignChanges } from '../../registration/campaign-fields';
import { readHook } from '../../registration/hook';
import { campaignStatus } from '../../registration/machine';
import { type Campaign } from '../../registration/records';
import { USECASES } from '../../registration/values';
import { type World } from '../../world';
import { ApiFault } from '../api-fault';
import { allowedValue, Fields } from '../fields';
import { pageOf } from '../paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from '../resource-router';
import { sees, visible } from './visible';

const STATUSES = ['ACTIVE', 'FAILED', 'PROCESSING', 'EXPIRED'] as const;
const SOURCES = ['plivo', 'shared'] as const;
const CAMPAIGN_ID = /^C[A-Z0-9]{6,10}$/;

function shown(campaign: Campaign, world: World): Record<string, unknown> {
  const { registration: options } = world.settings.current;
  return campaignView(campaign, world.registry.tierOfCampaign(campaign), options);
}

function create(call: ResourceCall, world: World): ResourceReply {
  const { registry, settings } = world;
  const { registration: options } = settings.current;
  const read = readCampaign(call.body.fields, options);
  const hook = readHook(new Fields(call.body.fields));
  const brand = registry.brands.get(read.brandId);
  if (brand === undefined || !sees(call, brand.authId, world)) {
    throw new ApiFault(400, 'brand_id is not a brand of this account');
  }
  if (brand.state !== 'registered') throw new ApiFault(400, 'brand_id is not a registered brand');
  if ((brand.type === 'STARTER') !== (read.usecase === 'STARTER')) {
    throw new ApiFault(400, 'STARTER brands can only use STARTER as their use case, and no other brand can');
  }
  const campaign: Campaign = {
    ...{ kind: 'campaign', id: registry.ids.short('C'), authId: call.account, state: 'created', reason: null, hook },
    ...{ createdAt: call.now, changedAt: call.now, ...read, source: 'plivo', resellerId: '' },
  };
  registry.campaigns.set(campaign.id, campaign);
  registry.submit(campaign, call.now);
  const message = 'Request to create campaign was received and is being processed.';
  const ids =
    options.campaign_create_keys === 'camel'
      ? { apiId: call.apiId, campaignId: campaign.id }
      : { campaign_id: campaign.id };
  return { status: 200, body: { ...ids, message } };
}

/** A campaign that was registered elsewhere: what it is about is known to The Campaign Registry alone. */
function importShared(call: ResourceCall, world: World): ResourceReply {
  const { registry, settings } = world;
  const { registration: options } = settings.current;
  if (!options.campaign_import) throw new ApiFault(403, 'The import of campaigns is not enabled for this account');
  const fields = new Fields(call.body.fields);
  const alias = fields.required('campaign_alias');
  const id = fields.required('campaign_id');
  const hook = readHook(fields);
  const known = options.shared_campaigns === null ? CAMPAIGN_ID.test(id) : options.shared_campaigns.includes(id);
  if (!known) throw new ApiFault(400, 'campaign_id is not a campaign that was shared with Plivo');
  if (registry.campaigns.has(id)) throw new ApiFault(400, 'campaign_id has already been imported');
  const campaign: Campaign = {
    ...{ kind: 'campaign', id, authId: call.account, state: 'created', reason: null, hook },
    ...{ createdAt: call.now, changedAt: call.now, alias, source: 'shared', resellerId: '' },
    ...{ brandId: registry.ids.brandOf(id), usecase: 'CUSTOMER_CARE', subUsecases: [], vertical: 'TECHNOLOGY' },
    ...{ attributes: {}, texts: {} },
  };
  registry.campaigns.set(id, campaign);
  registry.submit(campaign, call.now);
  const message = 'Request to import campaign was received and is being processed.';
  return { status: 200, body: { campaign_id: id, message } };
}

function list(call: ResourceCall, world: World): ResourceReply {
  const wanted = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const value = call.query.get(name);
    return value === null ? undefined : allowedValue(name, value, allowed);
  };
  const usecase = wanted('usecase', USECASES);
  const status = wanted('registration_status', STATUSES);
  const source = wanted('campaign_source', SOURCES);
  const brandId = call.query.get('brand_id');
  const found = [...world.registry.campaigns.values()].filter(
    (campaign) =>
      sees(call, campaign.authId, world) &&
      (usecase === undefined || campaign.usecase === usecase) &&
      (brandId === null || campaign.brandId === brandId) &&
      (status === undefined || campaignStatus(campaign.state) === status) &&
      (source === undefined || campaign.source === source),
  );
  const { meta, items } = pageOf(found.reverse(), call);
  return { status: 200, body: { meta, campaigns: items.map((campaign) => shown(campaign, world)) } };
}

/** @throws ApiFault 404 */
export function theCampaign(call: ResourceCall, world: World): Campaign {
  return visible(world.registry.campaigns.get(call.params.campaign_id ?? ''), 'campaign', call, world);
}

function get(call: ResourceCall, world: World): ResourceReply {
  return { status: 200, body: { campaign: shown(theCampaign(call, world), world) } };
}

/** A rejected campaign is handed in again; the answer still says what it was, as the reference's sample does. */
function update(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  const { registry, settings } = world;
  const changes = readCampaignChanges(call.body.fields);
  const { campaign_update_in_processing: inProcessing } = settings.current.registration;
  const allowed = campaign.state === 'rejected' || (campaign.state === 'created' && inProcessing === 'accept');
  if (!allowed) {
    throw new ApiFault(400, `A campaign in ${campaignStatus(campaign.state)} status can not be updated`);
  }
  campaign.texts = { ...campaign.texts, ...changes.texts };
  campaign.alias = changes.alias ?? campaign.alias;
  campaign.resellerId = changes.resellerId ?? campaign.resellerId;
  const body = { campaign: shown(campaign, world) };
  registry.submit(campaign, call.now);
  return { status: 200, body };
}

function remove(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  const { registry } = world;
  const links = [...registry.links.values()].filter(({ campaignId }) => campaignId === campaign.id);
  if (links.some(({ state }) => state === 'created')) {
    throw new ApiFault(400, 'The campaign has numbers in processing status and can not be deleted');
  }
  for (const link of links) registry.remove(link);
  registry.remove(campaign);
  return { status: 200, body: { campaign_id: campaign.id, message: 'Campaign Deactivated' } };
}

const ALL = '[10dlc/]Campaign/';
const ONE = '[10dlc/]Campaign/{campaign_id}/';

export const CAMPAIGN_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: ALL, handler: create },
  { method: 'GET', path: ALL, handler: list },
  { method: 'POST', path: '[10dlc/]Campaign/Import/', handler: importShared },
  { method: 'GET', path: ONE, handler: get },
  { method: 'POST', path: ONE, handler: update },
  { method: 'DELETE', path: ONE, handler: remove },
];
