import { sleep } from '@herald/kernel';

import { madeUpNumber } from '../../apps/cli/src/demo/made-up-numbers';
import { type PatientApi } from './api';

export interface Wave {
  readonly campaignId: number;
  /** Different good numbers of its CSV: as many messages there must be. */
  readonly contacts: number;
  readonly rows: number;
}

interface BlastView {
  readonly campaign: { readonly id: number };
}

// A fictional toll-free number: no recipient that is made up can have it.
const SRC = '18885550100';
const REPEATED_EVERY = 40;
const BAD_EVERY = 90;

/**
 * Uploads a CSV and launches a campaign with it, in one call that is repeated until it is answered: the api may be killed under it.
 *
 * @param first index of the first recipient; campaigns have recipients of their own, so that a number's second message is one too many
 */
async function launchWave(api: PatientApi, wave: number, first: number, count: number): Promise<Wave> {
  const { csv, rows } = recipients(first, count);
  const form = new FormData();
  const campaign = { name: `chaos ${wave}`, src: SRC, text: `Wave ${wave}: twenty percent off until Sunday.` };
  form.set('campaign', JSON.stringify(campaign));
  form.set('file', new File([csv], `wave-${wave}.csv`, { type: 'text/csv' }));
  const headers = { 'idempotency-key': `chaos-wave-${wave}` };
  const { campaign: made } = await api.json<BlastView>('POST', '/v1/blasts', form, headers);
  return { campaignId: made.id, contacts: count, rows };
}

/** With repetitions and rows without a usable number, as spreadsheets have them. */
function recipients(first: number, count: number): { csv: string; rows: number } {
  const lines: string[] = ['name,phone'];
  for (let index = 0; index < count; index += 1) {
    const { callingCode, national } = madeUpNumber(first + index);
    const line = `Person ${first + index},+${callingCode}${national}`;
    lines.push(line);
    if (index % REPEATED_EVERY === 0) lines.push(line);
    if (index % BAD_EVERY === 0) lines.push(`Nobody ${index},call me`);
  }
  return { csv: `${lines.join('\n')}\n`, rows: lines.length - 1 };
}

/** Launches the campaigns one after another, evenly over `overMs`: imports, plans and sends run all at once while faults strike. */
export async function launchWaves(
  api: PatientApi,
  plan: { readonly campaigns: number; readonly recipients: number; readonly overMs: number },
  tell: (text: string) => void,
): Promise<Wave[]> {
  const each = Math.ceil(plan.recipients / plan.campaigns);
  const started = performance.now();
  const waves: Promise<Wave>[] = [];
  for (let wave = 0; wave < plan.campaigns; wave += 1) {
    await sleep(Math.max(0, (wave * plan.overMs) / plan.campaigns - (performance.now() - started)));
    const count = Math.min(each, plan.recipients - wave * each);
    if (count <= 0) break;
    const launched = launchWave(api, wave + 1, wave * each, count);
    launched.then(
      ({ campaignId }) => {
        tell(`campaign ${campaignId} launched: ${count} recipients`);
      },
      () => undefined, // thrown below
    );
    waves.push(launched);
  }
  return Promise.all(waves);
}
