import { type Context } from '../context';
import { checkInboundMessages } from './inbound-messages';
import { KindCheck, type WebhookKind, type WebhookResult } from './kind-check';
import { checkMessageStatus } from './message-status';
import { checkBrandWebhooks, checkCampaignWebhooks, checkLinkWebhooks } from './registrations';
import { startReceiver } from './receiver';
import { checkTollfreeWebhooks } from './tollfree-verifications';

const CHECKS: readonly (readonly [WebhookKind, (check: KindCheck) => Promise<void>])[] = [
  ['message status', checkMessageStatus],
  ['inbound message', checkInboundMessages],
  ['brand', checkBrandWebhooks],
  ['campaign', checkCampaignWebhooks],
  ['number linking', checkLinkWebhooks],
  ['number unlinking', checkLinkWebhooks],
  ['toll-free verification', checkTollfreeWebhooks],
];

/** Has the simulator send every kind, and ingress's server, both signature checks and Herald's parsers take it. */
export async function checkWebhooks(context: Context): Promise<readonly WebhookResult[]> {
  const receiver = await startReceiver({ authToken: context.simulator.authToken });
  try {
    const results: WebhookResult[] = [];
    for (const [kind, check] of CHECKS) results.push(await new KindCheck(kind, context, receiver).run(check));
    return results;
  } finally {
    await receiver.close();
  }
}
