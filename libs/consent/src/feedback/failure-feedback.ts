import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { EVERYTHING, optOutTargets, type ScopeKey } from '../domain/scope';
import { SenderRulesReader } from '../sender-rules';
import { suppress } from '../suppression-changes';
import { candidates, grownCampaigns, keepFailures, lockCampaign, noteLook, forgetOld } from './failure-rows';
import { FailurePolicies, type FailurePolicy } from './failure-policies';

/**
 * A campaign's messages are gone through at most this often, and only while its rollups count more failures than were found: that
 * is one read of the campaign, a fraction of a second for a million.
 */
const LOOK_AGAIN_S = 60;
/** Before that, a late callback may still say that the message was delivered after all; see the re-sends. */
const FINAL_AFTER_MS = 10 * 60_000;
/** An opt-out at the provider is told at once, and no later callback takes it back. */
const OPTED_OUT = 200;

/** Suppresses numbers whose messages end with codes that say so; callbacks pay nothing for it. */
@Injectable()
export class FailureFeedback {
  constructor(
    private readonly database: Database,
    private readonly policies: FailurePolicies,
    private readonly rules: SenderRulesReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Safe to run in any number of workers at once, and again after a crash. @returns how many numbers it suppressed */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const policies = (await this.policies.list()).filter(({ enabled }) => enabled);
    if (policies.length === 0) return 0;
    const codes = policies.map((policy) => policy.error_code);
    let suppressed = 0;
    for (const { id, sender } of await grownCampaigns(this.database, codes, { now, lookAgainS: LOOK_AGAIN_S })) {
      suppressed += await this.database.transaction((tx) => this.look(tx, { id, sender }, policies, now));
    }
    await forgetOld(this.database, sinceOf(policies, now));
    return suppressed;
  }

  private async look(
    tx: Transaction,
    campaign: { readonly id: number; readonly sender: string },
    policies: readonly FailurePolicy[],
    now: Date,
  ): Promise<number> {
    // Somebody else looks.
    if (!(await lockCampaign(tx, campaign.id))) return 0;
    const finalBy = new Date(now.getTime() - FINAL_AFTER_MS);
    await keepFailures(tx, campaign.id, {
      codes: policies.map((policy) => policy.error_code),
      atOnce: OPTED_OUT,
      finalBy,
      since: sinceOf(policies, now),
      now,
    });
    let suppressed = 0;
    for (const policy of policies) {
      const phones = await candidates(tx, campaign.id, policy, now);
      if (phones.length === 0) continue;
      const targets = await this.targets(tx, policy, campaign.sender);
      const { error_code: code, failures } = policy;
      const { added } = await suppress(
        tx,
        phones.flatMap((phone) => targets.map((each) => ({ phone, ...each }))),
        {
          cause: 'error_code',
          reason:
            failures === 1 ? `a message ended with ${code}` : `messages of ${failures} campaigns ended with ${code}`,
          source: `error_${code}`,
          actor: 'herald',
          at: now,
          campaignId: campaign.id,
        },
      );
      suppressed += added;
    }
    await noteLook(
      tx,
      campaign.id,
      policies.map((policy) => policy.error_code),
      now,
    );
    return suppressed;
  }

  private async targets(tx: Transaction, policy: FailurePolicy, sender: string): Promise<readonly ScopeKey[]> {
    if (policy.scope === 'everything') return [EVERYTHING];
    const { scopes, scope } = await this.rules.of(tx, sender);
    return optOutTargets(scopes, scope);
  }
}

function sinceOf(policies: readonly FailurePolicy[], now: Date): Date {
  const DAY_MS = 86_400_000;
  return new Date(now.getTime() - Math.max(...policies.map((policy) => policy.window_days)) * DAY_MS);
}
