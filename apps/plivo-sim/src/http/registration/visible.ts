import { type World } from '../../world';
import { notFound } from '../api-fault';
import { type ResourceCall } from '../resource-router';

/** The main account sees everything, a subaccount what is its own. */
export function sees(call: ResourceCall, owner: string, world: World): boolean {
  return call.account === world.identity.authId || call.account === owner;
}

/** @throws ApiFault 404 when there is none that the caller may see */
export function visible<T extends { readonly authId: string }>(
  found: T | undefined,
  what: string,
  call: ResourceCall,
  world: World,
): T {
  if (found === undefined || !sees(call, found.authId, world)) throw notFound(what);
  return found;
}
