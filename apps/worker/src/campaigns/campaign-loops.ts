import { CompletionService, ErrorBudgetService, ScheduleService } from '@herald/campaigns';
import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const SCHEDULE_EVERY_MS = 1_000;
const COMPLETION_EVERY_MS = 1_000;
const BUDGET_EVERY_MS = 2_000;

@Injectable()
export class CampaignLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly Periodic[];

  constructor(
    schedule: ScheduleService,
    completion: CompletionService,
    budget: ErrorBudgetService,
    @Inject(LOGGER) logger: Logger,
  ) {
    const loop = (name: string, everyMs: number, tick: () => Promise<unknown>) =>
      loggedLoop(logger, name, everyMs, tick);
    this.loops = [
      loop('schedule', SCHEDULE_EVERY_MS, () => schedule.tick()),
      loop('completion', COMPLETION_EVERY_MS, () => completion.tick()),
      loop('error-budget', BUDGET_EVERY_MS, () => budget.tick()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
