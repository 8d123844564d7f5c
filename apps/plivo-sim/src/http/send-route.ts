import { type ServerResponse } from 'node:http';

import { type World } from '../world';
import { hashText } from '../random';
import { type FaultName } from '../options/fault-options';
import { type CheckedSend } from '../intake';
import { answer, answerHtmlError, answerJson, dropConnection } from './answer';
import { answerThrottled } from './throttled';

export interface SendCall {
  readonly authId: string;
  readonly ip: string;
  readonly body: string;
  readonly apiId: string;
  readonly response: ServerResponse;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Faults that strike before anything is accepted; true when one did. */
function failsBefore(call: SendCall, world: World, strikes: (name: FaultName) => boolean): boolean {
  const { requests } = world;
  const { response } = call;
  if (strikes('drop_before_accept')) {
    requests.count('dropped_before_accept');
    dropConnection(response);
    return true;
  }
  if (strikes('hang_before_accept')) {
    requests.count('hung_before_accept');
    return true;
  }
  for (const status of [500, 503] as const) {
    if (!strikes(`error_${status}_before_accept`)) continue;
    requests.count(`error_${status}_before_accept`);
    answerHtmlError(response, status);
    return true;
  }
  if (!strikes('throttle_storm')) return false;
  requests.count('throttled');
  world.admission.countThrottled();
  answerThrottled(response, call.apiId, world.settings.current.unknowns);
  return true;
}

/** Faults that strike although everything was accepted; true when one did. */
function failsAfter(call: SendCall, world: World, strikes: (name: FaultName) => boolean): boolean {
  const { requests } = world;
  const { response } = call;
  if (strikes('drop_after_accept')) {
    requests.count('dropped_after_accept');
    dropConnection(response);
    return true;
  }
  if (strikes('hang_after_accept')) {
    requests.count('hung_after_accept');
    return true;
  }
  for (const status of [500, 503] as const) {
    if (!strikes(`error_${status}_after_accept`)) continue;
    requests.count(`error_${status}_after_accept`);
    answerHtmlError(response, status);
    return true;
  }
  if (!strikes('garbage_after_accept')) return false;
  requests.count('garbage_after_accept');
  answer(response, 202, 'application/json', '{"api_id": "');
  return true;
}

function orderUuids(uuids: string[], world: World, first: number): string[] {
  const { uuid_order: order } = world.settings.current.unknowns;
  if (order === 'dst') return uuids;
  if (order === 'reversed') return uuids.reverse();
  for (let i = uuids.length - 1; i > 0; i -= 1) {
    const other = world.random.hash('shuffle', first + i) % (i + 1);
    [uuids[i], uuids[other]] = [uuids[other] ?? '', uuids[i] ?? ''];
  }
  return uuids;
}

function acceptedBody(call: SendCall, send: CheckedSend, world: World, first: number): Record<string, unknown> {
  const { duplicates_reported: reported } = world.settings.current.unknowns;
  const uuids = orderUuids(
    send.numbers.map((_, index) => world.ids.of(first + index)),
    world,
    first,
  );
  const body: Record<string, unknown> = { api_id: call.apiId, message: 'message(s) queued', message_uuid: uuids };
  const invalid = reported === 'invalid_number' ? [...send.invalid, ...send.duplicates] : send.invalid;
  if (invalid.length > 0) body.invalid_number = invalid;
  if (reported === 'duplicate_number' && send.duplicates.length > 0) body.duplicate_number = send.duplicates;
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** POST …/Message/: faults before, checks, acceptance, faults after, and the answer in its time. */
export async function sendMessages(call: SendCall, world: World): Promise<void> {
  const { faults, intake, ledger, requests, settings, clock, held } = world;
  const { response, apiId } = call;
  const subject = hashText(call.body);
  const nth = world.attempts.next(subject);
  const strikes = (name: FaultName): boolean => faults.strikes(name, subject, nth);
  if (failsBefore(call, world, strikes)) return;
  const now = clock();
  const send = intake.check(parseJson(call.body), now);
  if ('status' in send) {
    requests.count(`refused_${send.status}`);
    answerJson(response, send.status, { api_id: apiId, error: send.error });
    return;
  }
  const { slow_answer: slow, callbacks_before_answer: before } = settings.current.faults;
  const waits: Promise<void>[] = [];
  if (strikes('callbacks_before_answer')) {
    const count = Math.ceil(send.numbers.length * before.of_messages);
    waits.push(held.hold(ledger.requestCount, count, before.max_wait_ms));
  }
  const first = intake.accept(send, call, now);
  world.wake();
  requests.count('accepted');
  if (strikes('slow_answer')) waits.push(wait(faults.between('slow_answer', subject, nth, slow.min_ms, slow.max_ms)));
  if (failsAfter(call, world, strikes)) return;
  const body = acceptedBody(call, send, world, first);
  if (waits.length > 0) await Promise.all(waits);
  answerJson(response, 202, body);
}
