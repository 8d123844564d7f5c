import { sleep } from '@herald/kernel';
import type { Report, Verification } from '@herald/reporting';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { bodyOf, linesOf } from '../../apps/cli/src/demo/body-lines';
import { madeUpNumber } from '../../apps/cli/src/demo/made-up-numbers';
import { PatientApi } from '../chaos/api';
import { ChaosStack } from '../chaos/chaos-stack';
import { judge, type Recipient } from './judge';
import type { StopRaceOptions } from './options';
import { sayStops } from './say-stop';
import { planStops } from './stops';

// A fictional toll-free number: no recipient that is made up can have it.
const SRC = '18885550100';
/** Of the time that sending takes at the rate: opt-outs come until a little after the last request. */
const OVER_SHARE = 1.1;
const END_TIMEOUT_MS = 600_000;
/** Answers take a while and some requests are throttled, so that batches wait fed, and some are claimed more than once. */
const SIMULATOR = {
  outcomes: { delivered: 0.97, undelivered: 0.02, failed: 0.01, no_receipt: 0 },
  numbers: { invalid_share: 0 },
  callbacks: { statuses: { queued: false, sent: false } },
  faults: {
    slow_answer: { probability: 1, min_ms: 200, max_ms: 600 },
    throttle_storm: { probability: 0.03 },
  },
  ledger: { keep_text: false },
};

/** A campaign during which people opt out by signed webhooks at random moments; then both ledgers. Leaves no process behind. */
export async function runStopRace(options: StopRaceOptions, tell: (text: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'herald-stop-race-'));
  tell(`seed ${options.seed}, logs and databases in ${folder}`);
  const stack = await ChaosStack.start({
    folder,
    workers: options.workers,
    ingresses: 1,
    variables: {
      ACCOUNT_MESSAGES_PER_SECOND: String(options.rate),
      SENDER_MESSAGES_PER_SECOND: String(options.rate),
      // Small batches and few hands: many claims to race with, and batches that wait for theirs.
      BACKLOG_SECONDS: '2',
      WORKER_CONCURRENCY: '1',
    },
    simulator: { seed: options.seed, options: SIMULATOR },
    ...(options.breakClaim ? { preload: join(__dirname, 'break-claim.js') } : {}),
    onLine: () => undefined,
    onRestart: ({ name, lastLines }) => {
      tell(`${name} ENDED BY ITSELF:\n  ${lastLines.join('\n  ')}`);
    },
  });
  let ok = false;
  try {
    const result = await race(options, stack, tell);
    ok = result.verdict.ok;
    return result;
  } finally {
    await stack.stop();
    if (ok && !options.keep) await rm(folder, { recursive: true, force: true });
    else tell(`kept for a look: ${folder}`);
  }
}

async function race(options: StopRaceOptions, stack: ChaosStack, tell: (text: string) => void) {
  const { recipients, rate, optOuts, forged, seed } = options;
  const phones = Array.from({ length: recipients }, (_, index) => {
    const { callingCode, national } = madeUpNumber(index);
    return callingCode + national;
  });
  const overMs = (recipients / rate) * 1_000 * OVER_SHARE;
  const counts = { optOuts: Math.ceil(recipients * optOuts), forged: Math.ceil(recipients * forged) };
  const stops = planStops({ phones, ...counts, overMs, seed });
  const api = new PatientApi(stack.addresses.api, stack.apiKey);
  const campaignId = await launch(api, phones);
  await until('the first request', async () => (await reportOf(api, campaignId)).requests.total > 0);
  tell(`campaign ${campaignId} is being sent to ${recipients}; ${stops.length} STOPs within ${Math.round(overMs)} ms`);

  const door = { url: stack.links.callbacks.url, authToken: stack.authToken, to: SRC };
  const heard = await sayStops(stops, door);
  tell('everybody has spoken');
  await until('the campaign to complete', async () => {
    return (await reportOf(api, campaignId)).campaign.state === 'completed';
  });
  const report = await reportOf(api, campaignId);
  const verification = await api.json<Verification>('GET', `/v1/campaigns/${campaignId}/verify`);
  const verdict = judge({
    heard,
    recipients: await recipientsOf(stack.services.databaseUrl, campaignId),
    sent: await sentBy(stack.addresses.simulator),
    told: report.opt_outs,
  });
  return { seed, options, verdict, verified: verification.ok, replies: report.replies, opt_outs: report.opt_outs };
}

async function launch(api: PatientApi, phones: readonly string[]): Promise<number> {
  const form = new FormData();
  form.set('campaign', JSON.stringify({ name: 'stop race', src: SRC, text: 'Twenty percent off. STOP to opt out.' }));
  const csv = `phone\n${phones.map((phone) => `+${phone}`).join('\n')}\n`;
  form.set('file', new File([csv], 'stop-race.csv', { type: 'text/csv' }));
  const headers = { 'idempotency-key': 'stop-race' };
  const blast = await api.json<{ campaign: { id: number } }>('POST', '/v1/blasts', form, headers);
  return blast.campaign.id;
}

function reportOf(api: PatientApi, campaignId: number): Promise<Report> {
  return api.json<Report>('GET', `/v1/campaigns/${campaignId}/report`);
}

async function recipientsOf(databaseUrl: string, campaignId: number): Promise<Recipient[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Recipient>(
      `SELECT m.phone::text, m.state::text, (extract(epoch FROM b.sending_at) * 1000)::float8 AS "claimedAt"
       FROM messages m JOIN batches b ON b.id = m.batch_id WHERE m.campaign_id = $1`,
      [campaignId],
    );
    return rows;
  } finally {
    await client.end();
  }
}

async function sentBy(simulatorUrl: string): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  for await (const line of linesOf(bodyOf(await fetch(`${simulatorUrl}/_sim/ledger/destinations`)))) {
    if (line === '') continue;
    const { to, times } = JSON.parse(line) as { to: string; times: number };
    sent.set(to, times);
  }
  return sent;
}

async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + END_TIMEOUT_MS;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(200);
  }
}
