import { AppError } from '@herald/kernel';

import { readState, REGISTRATION_KINDS, type RegistrationKind } from '../../registration/machine';
import { type AnyRegistration } from '../../registration/records';
import { answerJson } from '../answer';
import { type ControlCall, type ControlHandler } from '../control-call';

function line(registration: AnyRegistration): Record<string, unknown> {
  const { kind, id, state, reason } = registration;
  const more =
    kind === 'brand' || kind === 'campaign'
      ? { name: registration.alias }
      : kind === 'tollfree'
        ? { number: registration.number }
        : { campaign: registration.campaignId };
  return { kind, id, state, reason, ...more, changed_at: new Date(registration.changedAt).toISOString() };
}

/** What is registered and in which state, and how often each kind was paid for. */
function list({ world, response }: ControlCall): void {
  const { registry } = world;
  answerJson(response, 200, {
    profiles: registry.profiles.size,
    submissions: Object.fromEntries(registry.submissions),
    registrations: [...registry.all()].map(line),
  });
}

function step({ world, response }: ControlCall): void {
  answerJson(response, 200, { moved: world.registry.step(world.clock()) });
}

function invalid(message: string): AppError {
  return new AppError('invalid', 'invalid_request', message);
}

function readKind(text: string): RegistrationKind {
  const found = REGISTRATION_KINDS.find((kind) => kind === text);
  if (found === undefined) throw invalid(`kind: must be one of ${REGISTRATION_KINDS.join(', ')} (was "${text}")`);
  return found;
}

/** Moves one registration into a state, whatever it is in; the customer is told as of any other change. */
function move({ world, params, body, response }: ControlCall): void {
  const kind = readKind(params.kind ?? '');
  const id = params.id ?? '';
  const registration = world.registry.find(kind, id);
  if (registration === undefined) throw new AppError('not_found', 'not_found', `no ${kind} ${id}`);
  if (typeof body !== 'object' || body === null) throw invalid('a move must be {"state", "reason"}');
  const { state: wanted, reason = null } = body as Record<string, unknown>;
  const state = typeof wanted === 'string' ? readState(kind, wanted) : undefined;
  if (state === undefined) throw invalid(`state: is none of a ${kind} (was ${JSON.stringify(wanted ?? null)})`);
  if (reason !== null && typeof reason !== 'string') throw invalid('reason: must be a text');
  world.registry.move(registration, state, reason, world.clock());
  answerJson(response, 200, line(registration));
}

export const REGISTRATION_CONTROLS: Readonly<Record<string, ControlHandler>> = {
  'GET /_sim/registrations': list,
  'POST /_sim/registrations/step': step,
  'POST /_sim/registrations/{kind}/{id}': move,
};
