import type { SigningPlan } from './load-plan';
import { postOf } from './signed-requests';

/** Every so many messages is an opt-out: five in a hundred is where the provider begins to frown. */
const OPT_OUT_EVERY = 20;
const TEXTS = [
  'Yes please, two of them',
  'Who is this?',
  'Thanks! See you on Sunday',
  'What time do you open?',
  'Merci beaucoup 😀',
];

/** One message of each recipient, as it goes over the wire: an answer to the campaign, or STOP as the provider marks it. */
export function inboundRequests(plan: SigningPlan): Buffer[] {
  const people = plan.batchIds.length * plan.perBatch;
  return Array.from({ length: people }, (_, person) => inboundRequest(plan, person));
}

function inboundRequest(plan: SigningPlan, person: number): Buffer {
  const optsOut = person % OPT_OUT_EVERY === 0;
  const params = {
    MessageUUID: `7c50a428-bfc7-4daf-9d06-${(plan.firstPhone + person).toString(16).padStart(12, '0')}`,
    From: String(plan.firstPhone + person),
    To: '14155550000',
    Text: optsOut ? 'STOP' : (TEXTS[person % TEXTS.length] ?? ''),
    Type: 'sms',
    Units: '1',
    TotalRate: '0.00350',
    TotalAmount: '0.00350',
    MessageIntent: optsOut ? 'optout' : '',
    PowerpackUUID: '',
  };
  return postOf(plan, { path: '/callbacks/plivo/inbound', params, nonce: String(41_627_761_595_286 + person) });
}
