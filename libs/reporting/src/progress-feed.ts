import { isTerminal, type MessageState } from '@herald/ledger';
import { type Logger, LOGGER } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { CampaignHolds } from './campaign-holds';
import { campaignNotFound } from './campaign-not-found';
import type { Progress } from './progress';
import { Poll } from './progress-poll';
import { ProgressRepository } from './progress.repository';

const POLL_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const ENDED: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed']);

/** What a watcher is told: `progress` while it changes, `end` once and last, `idle` when there is nothing to say for long. */
export type ProgressEvent =
  { readonly type: 'progress' | 'end'; readonly progress: Progress } | { readonly type: 'idle' };

interface SharedPoll {
  readonly poll: Poll<Progress>;
  watchers: number;
}

/** Live progress of campaigns. All watchers of a campaign share one poll of its counters, which ends with the last of them. */
@Injectable()
export class ProgressFeed {
  private readonly polls = new Map<number, SharedPoll>();

  constructor(
    private readonly repository: ProgressRepository,
    private readonly campaignHolds: CampaignHolds,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Campaigns that are being polled now. */
  get polled(): number {
    return this.polls.size;
  }

  /** @throws AppError not_found */
  async read(campaignId: number): Promise<Progress> {
    const progress = await this.find(campaignId);
    if (progress === undefined) throw campaignNotFound(campaignId);
    return progress;
  }

  /** Ends after `end`, when the campaign is gone, or when the signal aborts. Only the newest progress is kept for a slow reader. */
  async *watch(campaignId: number, signal: AbortSignal): AsyncGenerator<ProgressEvent, void, undefined> {
    const shared = this.join(campaignId);
    try {
      let version = 0;
      while (!signal.aborted) {
        const change = await shared.poll.next(version, HEARTBEAT_MS, signal);
        if (change === undefined) {
          yield { type: 'idle' };
          continue;
        }
        version = change.version;
        if (change.value === undefined) return;
        const ended = ENDED.has(change.value.state);
        yield { type: ended ? 'end' : 'progress', progress: change.value };
        if (ended) return;
      }
    } finally {
      await this.leave(campaignId, shared);
    }
  }

  private join(campaignId: number): SharedPoll {
    const shared = this.polls.get(campaignId) ?? this.open(campaignId);
    shared.watchers += 1;
    return shared;
  }

  private open(campaignId: number): SharedPoll {
    const poll = new Poll({
      everyMs: POLL_MS,
      read: () => this.find(campaignId),
      onError: (error) => {
        this.logger.warn({ event: 'progress.read_failed', campaign_id: campaignId, err: error }, 'no progress read');
      },
    });
    const shared = { poll, watchers: 0 };
    this.polls.set(campaignId, shared);
    poll.start();
    return shared;
  }

  private async leave(campaignId: number, shared: SharedPoll): Promise<void> {
    shared.watchers -= 1;
    if (shared.watchers > 0) return;
    if (this.polls.get(campaignId) === shared) this.polls.delete(campaignId);
    await shared.poll.stop();
  }

  private async find(campaignId: number): Promise<Progress | undefined> {
    const row = await this.repository.read(campaignId);
    if (row === undefined) return undefined;
    const settled = Object.entries(row.states)
      .filter(([state]) => isTerminal(state as MessageState))
      .reduce((sum, [, messages]) => sum + messages, 0);
    return { ...row, settled, holds: await this.campaignHolds.of(campaignId) };
  }
}
