import { sleep } from '@herald/kernel';

import { startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { unitsInQueue } from './sampler';

interface NaiveOptions {
  readonly messages: number;
  /** Units a second of the simulated account. */
  readonly rate: number;
  readonly expiryS: number;
  readonly scale: number;
  readonly src: string;
  readonly text: string;
}

interface Summary {
  readonly accepted_messages: number;
  readonly by_error_code: Readonly<Record<string, number>>;
}

const PER_REQUEST = 1_000;
const FIRST_PHONE = 12_125_550_000;
const EXPIRED = '420';

/** Everything is posted at once, as a plain loop does it; then the queue is left to itself, on a clock `scale` times as fast. */
export async function postAtOnce(options: NaiveOptions): Promise<{ expired: number; longest_queue_seconds: number }> {
  const { messages, rate, expiryS, scale, src, text } = options;
  const limits = { requests: null, concurrency: null, account_mps: { sms: rate } };
  const simulator = await startSimulator({
    preset: 'open',
    options: { time_scale: scale, limits, callbacks: { enabled: false }, ledger: { keep_text: false } },
  });
  try {
    const authorization = `Basic ${Buffer.from(`${simulator.authId}:${simulator.authToken}`).toString('base64')}`;
    const url = `${simulator.url}/v1/Account/${simulator.authId}/Message/`;
    for (let first = 0; first < messages; first += PER_REQUEST) {
      const count = Math.min(PER_REQUEST, messages - first);
      const dst = Array.from({ length: count }, (_, each) => FIRST_PHONE + first + each).join('<');
      const body = JSON.stringify({ src, dst, text, message_expiry: expiryS });
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body });
      if (answer.status !== 202) throw new Error(`the simulator answered ${answer.status}`);
      await answer.arrayBuffer();
    }
    const longest = (await unitsInQueue(simulator.url)) / rate;
    while ((await unitsInQueue(simulator.url)) > 0) await sleep(200);
    await sleep(500);
    const summary = (await (await fetch(`${simulator.url}/_sim/ledger/summary`)).json()) as Summary;
    return { expired: summary.by_error_code[EXPIRED] ?? 0, longest_queue_seconds: Math.round(longest) };
  } finally {
    await simulator.close();
  }
}
