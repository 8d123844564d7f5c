import { isoMicros } from '../../registration/dates';
import { readHook } from '../../registration/hook';
import { type Verification } from '../../registration/records';
import { readTollfreeContent, usecaseKey, wholeTollfreeContent } from '../../registration/tollfree-fields';
import { type World } from '../../world';
import { ApiFault } from '../api-fault';
import { Fields } from '../fields';
import { pageOf } from '../paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from '../resource-router';
import { tollfreeFilter } from './tollfree-list';
import { sees, visible } from './visible';

const TOLL_FREE = /^18(?:00|33|44|55|66|77|88)\d{7}$/;
const DAY_MS = 86_400_000;
const DELETABLE = ['SUBMITTED', 'PROCESSING', 'UPDATE_REQUIRED'];
const UPDATABLE = ['SUBMITTED', 'UPDATE_REQUIRED'];

function shown(verification: Verification, world: World): Record<string, unknown> {
  const { content, reason } = verification;
  const { tollfree_reason: where } = world.settings.current.registration;
  return {
    uuid: verification.id,
    number: verification.number,
    ...content,
    status: verification.state,
    callback_url: verification.hook?.url ?? '',
    callback_method: verification.hook?.method ?? '',
    ...(where === 'rejection_reason' ? {} : { error_message: reason ?? '' }),
    ...(where === 'error_message' ? {} : { rejection_reason: reason ?? '' }),
    created: isoMicros(verification.createdAt),
    last_modified: isoMicros(verification.changedAt),
  };
}

function checkProfile(uuid: string, call: ResourceCall, world: World): void {
  const profile = world.registry.profiles.get(uuid);
  if (profile === undefined || !sees(call, profile.authId, world)) {
    throw new ApiFault(400, 'profile_uuid is not a profile of this account');
  }
}

/** @throws ApiFault 400 when no verification may be started for the number */
function checkNumber(number: string, usecase: string, world: World): void {
  if (!TOLL_FREE.test(number)) throw new ApiFault(400, 'number must be a US or Canadian toll-free number');
  const { numbers } = world.settings.current.account;
  if (numbers !== null && (!Object.hasOwn(numbers, number) || numbers[number]?.type !== 'toll_free')) {
    throw new ApiFault(400, `The number ${number} is not a toll-free number of this account`);
  }
  for (const earlier of world.registry.verifications.values()) {
    if (earlier.number !== number) continue;
    if (earlier.state !== 'REJECTED') {
      throw new ApiFault(400, `A verification request for ${number} exists already`);
    }
    if (usecaseKey(earlier.content.usecase) === usecaseKey(usecase)) {
      throw new ApiFault(400, 'The use case was rejected and can not be submitted for verification anymore');
    }
  }
}

function create(call: ResourceCall, world: World): ResourceReply {
  const { registry, settings } = world;
  const fields = new Fields(call.body.fields);
  const content = wholeTollfreeContent(readTollfreeContent(fields, settings.current.registration));
  const number = fields.required('number').replace(/[\s().+-]/g, '');
  const hook = readHook(fields, 'callback_url', 'callback_method');
  checkProfile(content.profile_uuid, call, world);
  checkNumber(number, content.usecase, world);
  const id = registry.ids.uuid('tollfree');
  const made: Verification = {
    ...{ kind: 'tollfree', id, authId: call.account, state: 'SUBMITTED', reason: null, hook },
    ...{ createdAt: call.now, changedAt: call.now, number, content, resubmitted: false },
  };
  registry.verifications.set(id, made);
  registry.submit(made, call.now);
  return { status: 201, body: { message: 'created', uuid: id } };
}

function list(call: ResourceCall, world: World): ResourceReply {
  const wanted = tollfreeFilter(call.query, call.now);
  const found = [...world.registry.verifications.values()].filter(
    (each) => sees(call, each.authId, world) && wanted(each),
  );
  const { meta, items } = pageOf(found.reverse(), call);
  return { status: 200, body: { meta, objects: items.map((each) => shown(each, world)) } };
}

function theVerification(call: ResourceCall, world: World): Verification {
  return visible(world.registry.verifications.get(call.params.uuid ?? ''), 'verification request', call, world);
}

function get(call: ResourceCall, world: World): ResourceReply {
  return { status: 200, body: shown(theVerification(call, world), world) };
}

function update(call: ResourceCall, world: World): ResourceReply {
  const verification = theVerification(call, world);
  const { registry, settings } = world;
  const { registration: options } = settings.current;
  const fields = new Fields(call.body.fields);
  if (fields.has('number')) throw new ApiFault(400, 'number can not be updated');
  const changes = readTollfreeContent(fields, options);
  const hook = readHook(fields, 'callback_url', 'callback_method');
  if (hook === null && Object.keys(changes).length === 0) throw new ApiFault(400, 'nothing to update was given');
  if (changes.profile_uuid !== undefined) checkProfile(changes.profile_uuid, call, world);
  if (!UPDATABLE.includes(verification.state)) {
    throw new ApiFault(400, `A verification request in ${verification.state} status can not be updated`);
  }
  const open = settings.realMs(options.tollfree_edit_days * DAY_MS);
  if (verification.state === 'UPDATE_REQUIRED' && call.now - verification.changedAt > open) {
    throw new ApiFault(400, 'The time to update this verification request is over');
  }
  verification.content = { ...verification.content, ...changes };
  verification.hook = hook ?? verification.hook;
  registry.resubmitVerification(verification, call.now);
  const message = `Tollfree verification request for uuid ${verification.id} updated successfully.`;
  return { status: 202, body: { message } };
}

function remove(call: ResourceCall, world: World): ResourceReply {
  const verification = theVerification(call, world);
  if (!DELETABLE.includes(verification.state)) {
    throw new ApiFault(400, `A verification request in ${verification.state} status can not be deleted`);
  }
  world.registry.remove(verification);
  return { status: 204 };
}

const ALL = 'TollfreeVerification/';
const ONE = 'TollfreeVerification/{uuid}/';

export const TOLLFREE_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: ALL, handler: create },
  { method: 'GET', path: ALL, handler: list },
  { method: 'GET', path: ONE, handler: get },
  { method: 'POST', path: ONE, handler: update },
  { method: 'DELETE', path: ONE, handler: remove },
];
