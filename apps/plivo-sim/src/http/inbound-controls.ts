import { AppError } from '@herald/kernel';

import { type InboundMessage } from '../inbound/inbound-message';
import { readBulkInjection, readInjection } from '../inbound/injection';
import { poolCandidate } from '../powerpack/pool-candidate';
import { type World } from '../world';
import { answerJson } from './answer';
import { ApiFault } from './api-fault';
import { type ControlHandler } from './control-call';
import { readSince, streamLines } from './control-lines';

/** An inbound message as the controls show it. */
function line(message: InboundMessage): Record<string, unknown> {
  const { uuid, at, from, to, type, text, units, intent, state, attempts, answers, forged } = message;
  return {
    message_uuid: uuid,
    at: new Date(at).toISOString(),
    from: String(from),
    ...{ to, type, text, units, media: message.media.map(({ url }) => url) },
    ...{ intent, auto_reply: message.autoReply, forged, state, attempts },
    settled_at: message.settledAt === null ? null : new Date(message.settledAt).toISOString(),
    answers,
    answer_fault: message.answerFault,
  };
}

const LINES_AT_ONCE = 500;

function* lines(messages: readonly InboundMessage[], since: number): Generator<string> {
  let chunk = '';
  for (const [index, message] of messages.entries()) {
    if (message.at >= since) chunk += `${JSON.stringify(line(message))}\n`;
    if (index % LINES_AT_ONCE !== LINES_AT_ONCE - 1 || chunk === '') continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** What became of the messages from people so far. */
export function inboundSummary(world: World): Record<string, unknown> {
  const all = world.inbound.inOrder();
  const intents = { optout: 0, optin: 0, help: 0, none: 0 };
  for (const { intent } of all) intents[intent === '' ? 'none' : intent] += 1;
  return {
    messages: all.length,
    by_state: world.inbound.byState(),
    by_intent: intents,
    auto_replies: all.filter(({ autoReply }) => autoReply !== null).length,
    xml_answers: all.reduce((sum, { answers }) => sum + answers.length, 0),
  };
}

/** Runs what throws the API's own faults, and answers them as a control does. */
function asControl<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    throw new AppError(error.status === 404 ? 'not_found' : 'invalid', 'invalid_request', error.message);
  }
}

const addShortCode: ControlHandler = ({ world, params, body, response }) => {
  const { shortcode } = (body ?? {}) as Record<string, unknown>;
  if (typeof shortcode !== 'string') {
    throw new AppError('invalid', 'invalid_request', 'shortcode: must be a short code as a string');
  }
  const pack = world.powerpacks.get(params.powerpack ?? '') ?? world.powerpacks.byPool(params.powerpack ?? '');
  if (pack === undefined) throw new AppError('not_found', 'not_found', 'no such Powerpack or number pool');
  const { numbers } = world.settings.current.account;
  const added = asControl(() => {
    const candidate = poolCandidate(shortcode, ['shortcode'], undefined, numbers);
    return world.powerpacks.add(pack, candidate, world.clock());
  });
  answerJson(response, 201, { shortcode: added.number, country_iso2: added.country, number_pool_uuid: pack.poolUuid });
};

/** Controls of inbound messages, and the short codes that only the provider's console can put into a pool. */
export const INBOUND_CONTROLS: Readonly<Record<string, ControlHandler>> = {
  'POST /_sim/inbound': ({ world, body, response }) => {
    answerJson(response, 201, line(world.desk.receive(readInjection(body))));
  },
  'POST /_sim/inbound/bulk': ({ world, body, response }) => {
    answerJson(response, 202, { scheduled: world.desk.schedule(readBulkInjection(body)) });
  },
  'GET /_sim/inbound': ({ world, query, response }) =>
    streamLines(response, lines(world.inbound.inOrder(), readSince(query))),
  'GET /_sim/inbound/summary': ({ world, response }) => {
    answerJson(response, 200, inboundSummary(world));
  },
  'GET /_sim/inbound/{uuid}': ({ world, params, response }) => {
    const message = world.inbound.get(params.uuid ?? '');
    if (message === undefined) throw new AppError('not_found', 'not_found', 'no such inbound message');
    answerJson(response, 200, line(message));
  },
  'POST /_sim/powerpacks/{powerpack}/shortcodes': addShortCode,
};
