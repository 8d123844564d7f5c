import { poolCandidate } from '../powerpack/pool-candidate';
import { numberType, poolFilter } from '../powerpack/pool-filter';
import { type PoolKind, type PoolNumber, type Powerpack, type Service } from '../powerpack/powerpack';
import { isoTimestamp } from '../timestamp';
import { type World } from '../world';
import { ApiFault, notFound } from './api-fault';
import { pageOf } from './paging';
import { readSwitch } from './powerpack-routes';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from './resource-router';

type Handler = ResourceRoute['handler'];

function poolOf(call: ResourceCall, world: World): Powerpack {
  const pack = world.powerpacks.byPool(call.params.pool ?? '');
  if (pack?.authId !== call.account) throw notFound('number pool');
  return pack;
}

/** The pool's number that the path names, when it is one of these kinds. */
function numberOf(call: ResourceCall, pack: Powerpack, kinds: readonly PoolKind[]): PoolNumber {
  const number = pack.pool.get((call.params.number ?? '').replace(/^\+/, ''));
  if (number === undefined || !kinds.includes(number.kind)) throw notFound('number');
  return number;
}

function numberObject(number: PoolNumber, pack: Powerpack, type: string): Record<string, unknown> {
  return {
    account_phone_number_resource: `/v1/Account/${pack.authId}/Number/${number.number}/`,
    added_on: isoTimestamp(number.addedAt),
    country_iso2: number.country,
    number: number.number,
    number_pool_uuid: pack.poolUuid,
    service: number.service,
    type,
  };
}

function shortCodeObject(number: PoolNumber, pack: Powerpack): Record<string, unknown> {
  return {
    added_on: isoTimestamp(number.addedAt),
    country_iso2: number.country,
    number_pool_uuid: pack.poolUuid,
    shortcode: number.number,
  };
}

interface Shelf {
  readonly kinds: readonly PoolKind[];
  readonly object: (number: PoolNumber, pack: Powerpack) => Record<string, unknown>;
}

const NUMBERS: Shelf = {
  kinds: ['longcode'],
  object: (number, pack) => numberObject(number, pack, numberType(number)),
};
const SHORT_CODES: Shelf = { kinds: ['shortcode'], object: shortCodeObject };
/** "tollfree" here, "toll-free" among numbers: the reference writes both. */
const TOLL_FREE: Shelf = {
  kinds: ['tollfree'],
  object: (number, pack) => numberObject(number, pack, 'tollfree'),
};

function readService(call: ResourceCall): Service | undefined {
  const { service } = call.body.fields;
  if (service === undefined || service === null || service === '') return undefined;
  if (service !== 'sms' && service !== 'mms') throw new ApiFault(400, 'service must be one of sms, mms');
  return service;
}

/** @param fallback the service when none is named; undefined for the most that the number can do */
function adding({ kinds, object }: Shelf, fallback: Service | undefined): Handler {
  return (call, world) => {
    const pack = poolOf(call, world);
    const digits = (call.params.number ?? '').replace(/^\+/, '');
    if (world.powerpacks.isUnrented(digits)) throw notFound('number');
    const service = readService(call) ?? fallback;
    const candidate = poolCandidate(digits, kinds, service, world.settings.current.account.numbers);
    return { status: 200, body: object(world.powerpacks.add(pack, candidate, call.now), pack) };
  };
}

function getting({ kinds, object }: Shelf): Handler {
  return (call, world) => {
    const pack = poolOf(call, world);
    return { status: 200, body: object(numberOf(call, pack, kinds), pack) };
  };
}

function listing({ kinds, object }: Shelf): Handler {
  return (call, world): ResourceReply => {
    const pack = poolOf(call, world);
    const passes = poolFilter(call.query);
    const all = [...pack.pool.values()].filter((number) => kinds.includes(number.kind) && passes(number));
    const { meta, items } = pageOf(all, call);
    return { status: 200, body: { meta, objects: items.map((number) => object(number, pack)) } };
  };
}

function removing({ kinds }: Shelf): Handler {
  return (call, world) => {
    const pack = poolOf(call, world);
    world.powerpacks.remove(pack, numberOf(call, pack, kinds).number, readSwitch(call, 'unrent'));
    return { status: 200, body: { response: 'success' } };
  };
}

/** The pool itself [ref]: where its numbers and short codes are. */
function pool(call: ResourceCall, world: World): ResourceReply {
  const { authId, poolUuid } = poolOf(call, world);
  const root = `/v1/Account/${authId}/NumberPool/${poolUuid}/`;
  return { status: 200, body: { numbers: `${root}Number/`, shortcodes: `${root}Shortcode/`, uuid: poolUuid } };
}

/** Short codes join a pool in the provider's console alone: the API has no operation for it. */
export const POOL_ROUTES: readonly ResourceRoute[] = [
  { method: 'GET', path: 'NumberPool/{pool}/', handler: pool },
  { method: 'GET', path: 'NumberPool/{pool}/Number/', handler: listing(NUMBERS) },
  // The SDK's numberpool.numbers.list writes two slashes.
  { method: 'GET', path: 'NumberPool/{pool}/Number//', handler: listing(NUMBERS) },
  { method: 'POST', path: 'NumberPool/{pool}/Number/{number}/', handler: adding(NUMBERS, 'sms') },
  { method: 'GET', path: 'NumberPool/{pool}/Number/{number}/', handler: getting(NUMBERS) },
  { method: 'DELETE', path: 'NumberPool/{pool}/Number/{number}/', handler: removing(NUMBERS) },
  { method: 'GET', path: 'NumberPool/{pool}/Shortcode/', handler: listing(SHORT_CODES) },
  { method: 'GET', path: 'NumberPool/{pool}/Shortcode/{number}/', handler: getting(SHORT_CODES) },
  { method: 'DELETE', path: 'NumberPool/{pool}/Shortcode/{number}/', handler: removing(SHORT_CODES) },
  { method: 'GET', path: 'NumberPool/{pool}/Tollfree/', handler: listing(TOLL_FREE) },
  { method: 'POST', path: 'NumberPool/{pool}/Tollfree/{number}/', handler: adding(TOLL_FREE, undefined) },
  { method: 'GET', path: 'NumberPool/{pool}/Tollfree/{number}/', handler: getting(TOLL_FREE) },
  { method: 'DELETE', path: 'NumberPool/{pool}/Tollfree/{number}/', handler: removing(TOLL_FREE) },
  // The reference's other spelling of "get a number", without the word Number.
  { method: 'GET', path: 'NumberPool/{pool}/{number}/', handler: getting(NUMBERS) },
];
