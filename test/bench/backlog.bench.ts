import { sleep } from '@herald/kernel';
import { parseArgs } from 'node:util';

import { ApiClient } from '../../apps/cli/src/http/api-client';
import { Stack } from '../../apps/cli/src/stack/stack';
import { waitFor } from '../support/wait-for';
import { postAtOnce } from './backlog/naive';
import { backlogSampler, unitsInQueue } from './backlog/sampler';
import { withFolder } from './services';

// A fictional toll-free number, which no recipient has.
const SRC = '18885550100';
const TEXT = 'Herald bench: 20% off until Sunday. Reply STOP to opt out.';
const FIRST_PHONE = 12_125_550_000;
const HOUR_MS = 3_600_000;

interface Settings {
  readonly messages: number;
  /** Units a second, of the account. */
  readonly rate: number;
  readonly backlogS: number;
  readonly expiryS: number;
  readonly scale: number;
}

interface Summary {
  readonly accepted_messages: number;
  readonly destinations_more_than_once: number;
  readonly by_error_code: Readonly<Record<string, number>>;
}

/** An end of a time in which there is work and nobody pauses. */
interface Stint {
  /** Units that have left the queue. */
  readonly left: number;
  readonly at: number;
}

interface Paused {
  readonly messages_not_recallable: number;
  readonly drains_in_seconds: number;
}

/**
 * A campaign on an account whose queue drains at `rate`, on a clock `scale` times as fast: rate × scale, expiry ÷ scale, backlog
 * seconds ÷ scale, carriers and callback retries ÷ scale. Request limits, Herald's own loops and timeouts are real time. All figures
 * are told in unscaled seconds, and the backlog is what the simulator has in its queues, not what Herald believes.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '200000' },
      rate: { type: 'string', default: '50' },
      backlog: { type: 'string', default: '120' },
      expiry: { type: 'string', default: '1800' },
      scale: { type: 'string', default: '10' },
    },
  });
  const settings = {
    messages: Number(values.messages),
    rate: Number(values.rate),
    backlogS: Number(values.backlog),
    expiryS: Number(values.expiry),
    scale: Number(values.scale),
  };
  return withFolder(async (folder) => {
    const naive = await postAtOnce({ ...settings, scale: settings.scale * 10, src: SRC, text: TEXT });
    const herald = await asHeraldFeeds(settings, folder);
    return {
      ...settings,
      naive_post_everything: { ...naive, time_scale: settings.scale * 10 },
      herald,
      met: herald.backlog_seconds.max <= settings.backlogS && herald.expired === 0 && naive.expired > 0,
    };
  });
}

async function asHeraldFeeds(settings: Settings, folder: string) {
  const { rate, backlogS, scale } = settings;
  const { PATH, HOME } = process.env;
  const stack = await Stack.start({
    dataDir: folder,
    variables: {
      PATH,
      HOME,
      API_PORT: '0',
      INGRESS_PORT: '0',
      ACCOUNT_MESSAGES_PER_SECOND: String(rate * scale),
      SENDER_MESSAGES_PER_SECOND: '1000000',
      BACKLOG_SECONDS: String(Math.max(1, Math.round(backlogS / scale))),
    },
    simulator: {
      options: {
        time_scale: scale,
        limits: { account_mps: { sms: rate } },
        outcomes: { delivered: 0.955, undelivered: 0.03, failed: 0.015, no_receipt: 0 },
        ledger: { keep_text: false },
      },
    },
  });
  try {
    const client = new ApiClient(stack.addresses.api, stack.apiKey);
    return await measure(settings, client, stack.addresses.simulator ?? '');
  } finally {
    await stack.stop();
  }
}

async function measure(settings: Settings, client: ApiClient, simulatorUrl: string) {
  const { messages, rate, scale } = settings;
  const summary = async (): Promise<Summary> =>
    (await (await fetch(`${simulatorUrl}/_sim/ledger/summary`)).json()) as Summary;
  const id = await launch(settings, client);
  const sampler = backlogSampler(client, simulatorUrl);
  sampler.start();
  const began = performance.now();
  const stint = async (): Promise<Stint> => {
    const [{ accepted_messages: taken }, queued] = await Promise.all([summary(), unitsInQueue(simulatorUrl)]);
    return { left: taken - queued, at: performance.now() };
  };
  const accepted = async (share: number): Promise<boolean> => (await summary()).accepted_messages >= messages * share;
  await waitFor('the first of it', () => accepted(1 / messages), HOUR_MS);
  const stints = [await stint()];
  await waitFor('half of it', () => accepted(0.5), HOUR_MS * 2);
  stints.push(await stint());
  const pause = await pauseAndDrain(id, client, simulatorUrl, summary);
  await client.json('POST', `/v1/campaigns/${id}/resume`);
  const again = (await summary()).accepted_messages;
  await waitFor('more of it', async () => (await summary()).accepted_messages > again, HOUR_MS);
  stints.push(await stint());
  await waitFor('all of it', () => accepted(1), HOUR_MS * 2);
  stints.push(await stint());
  await waitFor('an empty queue', async () => (await unitsInQueue(simulatorUrl)) === 0, HOUR_MS);
  const seconds = (performance.now() - began) / 1_000;
  await sampler.stop();
  const end = await summary();
  const toSeconds = (units: number): number => Number((units / rate).toFixed(1));
  const truths = sampler.samples.map(({ truth }) => truth).sort((a, b) => a - b);
  const errors = sampler.samples.map(({ truth, model }) => model - truth).sort((a, b) => a - b);
  const untold = sampler.samples.map((sample) => sample.untold).sort((a, b) => a - b);
  const at = (sorted: readonly number[], share: number): number =>
    toSeconds(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return {
    samples: truths.length,
    used_rate_while_work_is_left: usedRate(stints, rate * scale),
    callbacks_untold: { median: untold[Math.floor(untold.length / 2)] ?? 0, max: untold.at(-1) ?? 0 },
    backlog_seconds: { median: at(truths, 0.5), p95: at(truths, 0.95), max: at(truths, 1) },
    model_minus_truth_seconds: {
      min: at(errors, 0),
      median: at(errors, 0.5),
      p95: at(errors, 0.95),
      max: at(errors, 1),
    },
    expired: end.by_error_code['420'] ?? 0,
    accepted: end.accepted_messages,
    destinations_more_than_once: end.destinations_more_than_once,
    pause: { ...pause, drains_in_seconds: pause.drains_in_seconds * scale },
    wall_seconds: Math.round(seconds),
  };
}

/** Of the account's, between the first and the last acceptance of each stint: what is missing the queue stood idle. */
function usedRate(stints: readonly Stint[], perSecond: number): number {
  let [left, ms] = [0, 0];
  for (let each = 0; each + 1 < stints.length; each += 2) {
    const [from, to] = [stints[each], stints[each + 1]];
    left += (to?.left ?? 0) - (from?.left ?? 0);
    ms += (to?.at ?? 0) - (from?.at ?? 0);
  }
  return Number(((left * 1_000) / ms / perSecond).toFixed(3));
}

async function pauseAndDrain(
  id: number,
  client: ApiClient,
  simulatorUrl: string,
  summary: () => Promise<Summary>,
): Promise<Paused & { sent_after_pause: number; accepted_after_pause: number }> {
  const before = (await summary()).accepted_messages;
  const queued = await unitsInQueue(simulatorUrl);
  const { messages_not_recallable, drains_in_seconds } = await client.json<Paused>('POST', `/v1/campaigns/${id}/pause`);
  await waitFor('the queue to drain', async () => (await unitsInQueue(simulatorUrl)) === 0, HOUR_MS);
  await sleep(1_000);
  const after = (await summary()).accepted_messages - before;
  return {
    messages_not_recallable,
    drains_in_seconds,
    sent_after_pause: queued + after,
    accepted_after_pause: after,
  };
}

async function launch({ messages, expiryS }: Settings, client: ApiClient): Promise<number> {
  const list = await client.json<{ id: number }>('POST', '/v1/lists', {
    json: { name: 'bench', default_country: 'US' },
  });
  const rows = Array.from({ length: messages }, (_, each) => String(FIRST_PHONE + each));
  const upload = await client.json<{ id: number }>('POST', `/v1/lists/${list.id}/imports`, {
    body: new Blob([`phone\n${rows.join('\n')}\n`]).stream(),
    headers: { 'content-type': 'text/csv' },
  });
  await waitFor(
    'the import',
    async () => (await client.json<{ state: string }>('GET', `/v1/imports/${upload.id}`)).state === 'completed',
    HOUR_MS,
  );
  const json = { name: 'bench', list_id: list.id, src: SRC, text: TEXT, message_expiry: expiryS };
  const { id } = await client.json<{ id: number }>('POST', '/v1/campaigns', { json });
  await client.json('POST', `/v1/campaigns/${id}/launch`, { json: { accept_forecast: true } });
  return id;
}
