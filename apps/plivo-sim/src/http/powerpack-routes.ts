import { type Powerpack } from '../powerpack/powerpack';
import { readPowerpack } from '../powerpack/powerpack-rules';
import { isoTimestamp } from '../timestamp';
import { type World } from '../world';
import { ApiFault, notFound } from './api-fault';
import { pageOf } from './paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from './resource-router';

/** What every Powerpack object has; lists leave `number_priority` out [ref]. */
function listed(pack: Powerpack): Record<string, unknown> {
  const { settings } = pack;
  return {
    application_id: settings.application_id,
    application_type: settings.application_type,
    created_on: isoTimestamp(pack.createdAt),
    local_connect: settings.local_connect,
    name: settings.name,
    number_pool: `/v1/Account/${pack.authId}/NumberPool/${pack.poolUuid}/`,
    sticky_sender: settings.sticky_sender,
    uuid: pack.uuid,
  };
}

function whole(pack: Powerpack): Record<string, unknown> {
  return { ...listed(pack), number_priority: pack.settings.number_priority };
}

function named(call: ResourceCall, world: World): Powerpack {
  const pack = world.powerpacks.get(call.params.powerpack_uuid ?? '');
  if (pack?.authId !== call.account) throw notFound('powerpack');
  return pack;
}

/** A switch of a DELETE: in the query as the reference says, or in a body as its own curl example has it. */
export function readSwitch(call: ResourceCall, name: string): boolean {
  const value = call.query.get(name) ?? call.body.fields[name];
  if (value === undefined || value === null || value === '' || value === false) return false;
  if (value === true) return true;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text !== 'true' && text !== 'false') throw new ApiFault(400, `${name} must be true or false`);
  return text === 'true';
}

function create(call: ResourceCall, world: World): ResourceReply {
  const { default_priority: order } = world.settings.current.powerpacks;
  const settings = readPowerpack(call.body.fields, undefined, order);
  return { status: 200, body: whole(world.powerpacks.create(call.account, settings, call.now)) };
}

function update(call: ResourceCall, world: World): ResourceReply {
  const pack = named(call, world);
  const { default_priority: order } = world.settings.current.powerpacks;
  world.powerpacks.update(pack, readPowerpack(call.body.fields, pack.settings, order));
  return { status: 200, body: whole(pack) };
}

function get(call: ResourceCall, world: World): ResourceReply {
  return { status: 200, body: whole(named(call, world)) };
}

function list(call: ResourceCall, world: World): ResourceReply {
  const { meta, items } = pageOf(world.powerpacks.list(call.account), call);
  return { status: 200, body: { meta, objects: items.map(listed) } };
}

function remove(call: ResourceCall, world: World): ResourceReply {
  world.powerpacks.delete(named(call, world), readSwitch(call, 'unrent_numbers'));
  return { status: 200, body: { response: 'success' } };
}

export const POWERPACK_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: 'Powerpack/', handler: create },
  { method: 'GET', path: 'Powerpack/', handler: list },
  { method: 'POST', path: 'Powerpack/{powerpack_uuid}/', handler: update },
  { method: 'GET', path: 'Powerpack/{powerpack_uuid}/', handler: get },
  { method: 'DELETE', path: 'Powerpack/{powerpack_uuid}/', handler: remove },
];
