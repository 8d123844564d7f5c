import { BRAND, CAMPAIGN, PROFILE } from '../../integration/senders/registration-details';
import { waitFor } from '../../support/wait-for';
import { type BenchStack, NUMBERS } from './bench-stack';

interface Registration {
  readonly id: number;
  readonly profile: { readonly provider_id: string | null };
  readonly brand: { readonly provider_id: string | null; readonly state: string };
  readonly cost: { readonly total: string };
  readonly next: { readonly action: string };
}

/** A company with a vetting score, its campaign's use case, and the numbers that are to be linked. */
interface Company {
  readonly name: string;
  readonly score: number;
  readonly lowVolume?: boolean;
  readonly numbers: readonly string[];
}

const COMPANIES = {
  top: { name: 'top tier', score: 80, numbers: [NUMBERS.top] },
  middle: { name: 'middle tier', score: 60, numbers: [NUMBERS.middle] },
  low: { name: 'low tier', score: 30, numbers: [NUMBERS.low] },
  lowVolume: { name: 'low volume', score: 80, lowVolume: true, numbers: [NUMBERS.lowVolume] },
  pool: { name: 'pool', score: 80, numbers: NUMBERS.pool },
  capped: { name: 'capped', score: 80, numbers: [NUMBERS.capped] },
} satisfies Record<string, Company>;

export interface Registered {
  readonly powerpack: string;
  readonly cappedBrand: string;
  readonly seconds: number;
}

/** From an empty account to everything that sends: by webhooks alone, of which some are lost, doubled or forged. */
export async function registerAll(stack: BenchStack): Promise<Registered> {
  const began = performance.now();
  const account = await stack.lane('account_messages', '', 'mms');
  await stack.patch(`/v1/lanes/${account.id}`, {
    amount: 100,
    window_ms: 1_000,
    source: 'bench: it is to limit nothing',
  });
  const begun: [keyof typeof COMPANIES, Registration][] = [];
  for (const [key, company] of Object.entries(COMPANIES)) {
    begun.push([key as keyof typeof COMPANIES, await begin(stack, company)]);
  }
  const done = new Map<string, Registration>();
  for (const [key, { id }] of begun) {
    const complete = await until(stack, id, 'complete', ({ next }) => next.action === 'none');
    done.set(key, complete);
  }
  const profile = done.get('top')?.profile.provider_id ?? '';
  for (const number of [NUMBERS.tollFree, NUMBERS.tollFreeMms]) await verifyTollFree(stack, number, profile);
  await stack.patch(`/v1/senders/${NUMBERS.tollFreeMms}`, { mms: true });
  await stack.post('/v1/senders', { sender: NUMBERS.shortCode, country: 'US' });
  const { uuid } = await stack.post<{ uuid: string }>('/v1/powerpacks', { name: 'spring', local_connect: false });
  for (const number of NUMBERS.pool) await stack.post(`/v1/powerpacks/${uuid}/numbers`, { number });
  return {
    powerpack: uuid,
    cappedBrand: done.get('capped')?.brand.provider_id ?? '',
    seconds: Math.round((performance.now() - began) / 1_000),
  };
}

/** @returns when its brand is registered: the registry's score is the simulator's of that moment */
async function begin(stack: BenchStack, { name, score, lowVolume = false, numbers }: Company): Promise<Registration> {
  await stack.simulator('PUT', '/_sim/options', { registration: { vetting_score: score } });
  const usecase = lowVolume ? { usecase: 'LOW_VOLUME', sub_usecases: ['MARKETING', 'CUSTOMER_CARE'] } : {};
  const { id, cost } = await stack.post<Registration>('/v1/registrations', {
    name,
    profile: PROFILE,
    brand: BRAND,
    campaign: { ...CAMPAIGN, ...usecase },
  });
  await stack.post(`/v1/registrations/${id}/numbers`, { numbers });
  await stack.post(`/v1/registrations/${id}/submit`, { accept_cost: cost.total });
  return until(stack, id, 'a brand', ({ brand }) => brand.state === 'registered');
}

function until(
  stack: BenchStack,
  id: number,
  what: string,
  wanted: (view: Registration) => boolean,
): Promise<Registration> {
  return waitFor(
    `registration ${id} to have ${what}`,
    async () => {
      const view = await stack.get<Registration>(`/v1/registrations/${id}`);
      return wanted(view) ? view : undefined;
    },
    120_000,
  );
}

async function verifyTollFree(stack: BenchStack, number: string, profile: string): Promise<void> {
  const { id, uuid } = await stack.post<{ id: number; uuid: string }>('/v1/tollfree-verifications', {
    number,
    profile_uuid: profile,
    usecase: ['MARKETING'],
    usecase_summary: 'We tell customers what is on sale.',
    message_sample: 'Twenty percent off until Sunday.',
    optin_image_url: ['https://example.com/optin.png'],
    optin_type: 'WEB_FORM',
    volume: '10,000',
  });
  // Told again until it was heard: Herald itself asks after a quarter of an hour.
  for (let told = 0; told < 50; told += 1) {
    await stack.simulator('POST', `/_sim/registrations/tollfree/${uuid}`, { state: 'APPROVED' });
    const heard = await waitFor(
      'the verification',
      async () =>
        (await stack.get<{ state: string }>(`/v1/tollfree-verifications/${id}`)).state === 'approved'
          ? 'yes'
          : undefined,
      3_000,
    ).catch(() => undefined);
    if (heard !== undefined) return;
  }
  throw new Error('the verification never came');
}
