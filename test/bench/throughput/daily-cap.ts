import { sleep } from '@herald/kernel';

import { waitFor } from '../../support/wait-for';
import { type BenchStack, NUMBERS } from './bench-stack';
import type { Blasts } from './blasts';
import { type SentRequest, weighed } from './case-figures';

const RECIPIENTS = 1_500;
/** No whole number of batches. */
const CAP = 1_000;
const QUIET_MS = 6_000;
const RUN_MS = 60_000;

interface Campaign {
  readonly state: string;
}

/** A brand's day is over in the middle of a blast; then an operator raises the cap, as the next day would. */
export async function untilTheCap(stack: BenchStack, blasts: Blasts, brand: string) {
  const { id: lane } = await stack.lane('daily_cap', brand, 'any');
  await stack.patch(`/v1/lanes/${lane}`, { amount: CAP, source: 'bench' });
  const list = await blasts.list(RECIPIENTS);
  const id = await blasts.campaign({ name: 'capped', list_id: list, src: NUMBERS.capped });
  // Lanes are read again within a second or two.
  await sleep(2_500);
  await blasts.launch([id]);
  const sent = async (): Promise<number> => {
    const requests = await stack.lines<SentRequest>('/_sim/ledger/requests');
    return weighed(requests.filter(({ from }) => from === NUMBERS.capped)).reduce((sum, { weight }) => sum + weight, 0);
  };
  let [units, since] = [0, Date.now()];
  await waitFor(
    'the cap',
    async () => {
      const now = await sent();
      if (now !== units) [units, since] = [now, Date.now()];
      return units > 0 && Date.now() - since > QUIET_MS;
    },
    RUN_MS,
  );
  const { state } = await stack.get<Campaign>(`/v1/campaigns/${id}`);
  await stack.patch(`/v1/lanes/${lane}`, { amount: RECIPIENTS * 2 });
  const completed = await waitFor(
    'the rest',
    async () => {
      const campaign = await stack.get<Campaign>(`/v1/campaigns/${id}`);
      return campaign.state === 'completed' ? campaign : undefined;
    },
    RUN_MS,
  ).catch(() => undefined);
  const all = await sent();
  return {
    cap_units: CAP,
    sent_units_at_the_cap: units,
    state_at_the_cap: state,
    recipients: RECIPIENTS,
    sent_units_after_it_was_raised: all,
    completed: completed !== undefined,
    met: units === CAP && all === RECIPIENTS && completed !== undefined,
  };
}
