import { readHook } from '../../registration/hook';
import { OBJECT_STATUS } from '../../registration/machine';
import { type Campaign, type NumberLink } from '../../registration/records';
import { type World } from '../../world';
import { ApiFault, notFound } from '../api-fault';
import { Fields, present } from '../fields';
import { pageOf } from '../paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from '../resource-router';
import { theCampaign } from './campaign-routes';

const E164 = /^[1-9]\d{7,14}$/;

function digits(number: string): string {
  return number.replace(/[\s().+-]/g, '');
}

function shown(link: NumberLink): { number: string; status: string } {
  return { number: link.id, status: OBJECT_STATUS[link.state] };
}

function page(campaign: Campaign, numbers: readonly NumberLink[]): ResourceReply {
  const { alias, id, usecase } = campaign;
  const body = { campaign_alias: alias, campaign_id: id, phone_numbers: numbers.map(shown), usecase };
  return { status: 200, body };
}

/** @throws ApiFault 400 when the number can not be linked */
function checkNumber(number: string, world: World): void {
  if (!E164.test(number)) throw new ApiFault(400, 'numbers must be in E.164 format');
  const { numbers } = world.settings.current.account;
  if (numbers !== null) {
    const own = Object.hasOwn(numbers, number) ? numbers[number] : undefined;
    if (own === undefined) throw new ApiFault(400, `The number ${number} is not rented to this account`);
    if (own.type !== 'long_code' || own.country !== 'US') {
      throw new ApiFault(400, `The number ${number} is not a US long code`);
    }
  }
  const link = world.registry.links.get(number);
  if (link !== undefined && link.state !== 'failed') {
    throw new ApiFault(400, `The number ${number} is already requested for linking`);
  }
}

function link(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  const fields = new Fields(call.body.fields);
  const numbers = [...new Set(present('numbers', fields.list('numbers')).map(digits))];
  if (numbers.length === 0) throw new ApiFault(400, 'numbers parameter is missing');
  const hook = readHook(fields);
  if (campaign.state !== 'registered') throw new ApiFault(400, 'The campaign is not registered');
  for (const number of numbers) checkNumber(number, world);
  for (const number of numbers) {
    const made: NumberLink = {
      ...{ kind: 'number_linking', id: number, authId: call.account, state: 'created', reason: null, hook },
      ...{ createdAt: call.now, changedAt: call.now, campaignId: campaign.id, linked: false },
    };
    world.registry.links.set(number, made);
    world.registry.submit(made, call.now);
  }
  const message = `Request to link ${numbers.join(', ')} to campaign ${campaign.id} was received and is being processed`;
  return { status: 202, body: { message } };
}

/** The reference's sample has no `meta`, though `limit` and `offset` are taken. */
function list(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  const links = [...world.registry.links.values()].filter(({ campaignId }) => campaignId === campaign.id);
  return page(campaign, pageOf(links, call).items);
}

function theLink(campaign: Campaign, call: ResourceCall, world: World): NumberLink {
  const found = world.registry.links.get(digits(call.params.number ?? ''));
  if (found?.campaignId !== campaign.id) throw notFound('number');
  return found;
}

function get(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  return page(campaign, [theLink(campaign, call, world)]);
}

/** `url` and `method` come in the body, as the reference shows, or in the query, as it says of every DELETE. */
function unlink(call: ResourceCall, world: World): ResourceReply {
  const campaign = theCampaign(call, world);
  const found = theLink(campaign, call, world);
  const hook = readHook(new Fields({ ...Object.fromEntries(call.query), ...call.body.fields }));
  if (found.state === 'created') throw new ApiFault(400, `The number ${found.id} is still being processed`);
  found.kind = 'number_unlinking';
  found.hook = hook;
  world.registry.submit(found, call.now);
  const message = `Request to unlink ${found.id} from campaign ${campaign.id} was received and is being processed`;
  return { status: 202, body: { message } };
}

const ALL = '[10dlc/]Campaign/{campaign_id}/Number/';
const ONE = '[10dlc/]Campaign/{campaign_id}/Number/{number}/';

export const NUMBER_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: ALL, handler: link },
  { method: 'GET', path: ALL, handler: list },
  { method: 'GET', path: ONE, handler: get },
  { method: 'DELETE', path: ONE, handler: unlink },
];
