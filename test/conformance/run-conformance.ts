import { OPERATIONS } from '@herald/provider';

import { startSimulator } from '../../apps/plivo-sim/src/simulator';
import { type Context, NUMBERS, startContext } from './context';
import { type OperationResult } from './operation-check';
import { checkBrands } from './operations/brands';
import { checkCampaigns } from './operations/campaigns';
import { checkLinks } from './operations/links';
import { checkMedia } from './operations/media';
import { checkMessages } from './operations/messages';
import { checkPoolNumbers, checkPoolShortcodes, checkPoolTollfree } from './operations/pools';
import { checkPowerpacks } from './operations/powerpacks';
import { checkProfiles } from './operations/profiles';
import { checkTollfree } from './operations/tollfree';
import { checkWebhooks } from './webhooks/check-webhooks';
import { WEBHOOK_KINDS, type WebhookResult } from './webhooks/kind-check';

export interface ConformanceReport {
  readonly operations: readonly OperationResult[];
  readonly webhooks: readonly WebhookResult[];
  /** Parts of the run that broke off, and so checked nothing of what they had left. */
  readonly broken: readonly string[];
  readonly operationsPassed: number;
  readonly operationsDue: number;
  readonly kindsPassed: number;
  readonly kindsDue: number;
}

const PARTS: readonly (readonly [string, (context: Context) => Promise<void>])[] = [
  ['media', checkMedia],
  ['messages', checkMessages],
  ['profiles', checkProfiles],
  ['brands', checkBrands],
  ['10DLC campaigns', checkCampaigns],
  ['number links', checkLinks],
  ['toll-free verifications', checkTollfree],
  ['Powerpacks', checkPowerpacks],
  ['pool numbers', checkPoolNumbers],
  ['short codes', checkPoolShortcodes],
  ['toll-free in pools', checkPoolTollfree],
];

const CAPABILITIES = ['sms', 'mms', 'whatsapp'] as const;
/** From one state of a registration to the next: time enough to see each. */
const STEP_SECONDS = 0.05;

/** Every operation and every webhook kind of the reference, against a simulator of its own. */
export async function runConformance(): Promise<ConformanceReport> {
  const simulator = await startSimulator({
    options: {
      limits: { requests: null, list_requests: null },
      carrier: { sent_min_ms: 1, sent_max_ms: 2, receipt_min_ms: 1, receipt_max_ms: 2, read_min_ms: 1, read_max_ms: 2 },
      outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0, whatsapp_read: 1 },
      registration: { step_seconds: STEP_SECONDS },
      account: {
        numbers: {
          ...Object.fromEntries(
            [...NUMBERS.longCodes, ...NUMBERS.toLink, ...NUMBERS.toUnlink].map((number) => [
              number,
              { type: 'long_code', capabilities: CAPABILITIES },
            ]),
          ),
          ...Object.fromEntries(NUMBERS.tollfree.map((number) => [number, { type: 'toll_free' }])),
          [NUMBERS.shortCode]: { type: 'short_code' },
        },
      },
    },
  });
  const context = await startContext(simulator);
  const broken: string[] = [];
  try {
    for (const [name, part] of PARTS) {
      simulator.setOptions({ registration: { step_seconds: STEP_SECONDS } });
      await part(context).catch((error: unknown) => broken.push(`${name}: ${(error as Error).message}`));
    }
    simulator.setOptions({ registration: { step_seconds: STEP_SECONDS } });
    const webhooks = await checkWebhooks(context).catch((error: unknown) => {
      broken.push(`webhooks: ${(error as Error).message}`);
      return [];
    });
    return report(context.results, webhooks, broken);
  } finally {
    await context.close();
    await simulator.close();
  }
}

function report(
  operations: readonly OperationResult[],
  webhooks: readonly WebhookResult[],
  broken: readonly string[],
): ConformanceReport {
  const passed = new Set(operations.map(({ id }) => id));
  for (const { id, problems } of operations) if (problems.length > 0) passed.delete(id);
  return {
    operations,
    webhooks,
    broken,
    operationsPassed: passed.size,
    operationsDue: Object.keys(OPERATIONS).length,
    kindsPassed: webhooks.filter(({ problems }) => problems.length === 0).length,
    kindsDue: WEBHOOK_KINDS.length,
  };
}
