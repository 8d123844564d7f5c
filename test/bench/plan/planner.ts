import { AudienceModule } from '@herald/audience';
import { CampaignLifecycle, CampaignService, CampaignsModule, ForecastService, PlanService } from '@herald/campaigns';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { QueueModule } from '@herald/queue';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { tmpdir } from 'node:os';

import { boundlessLanes } from '../../support/boundless-lanes';

@Module({})
class PlannerModule {}

/** The campaigns lib as a worker has it. */
export class Planner {
  private constructor(private readonly app: INestApplicationContext) {}

  static async start(databaseUrl: string, redisUrl: string): Promise<Planner> {
    const imports = [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'bench', level: 'silent' }) }),
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 4 }),
      QueueModule.forRoot({ redisUrl, prefix: 'bench' }),
      AudienceModule.forRoot({ folder: tmpdir(), maxBytes: 1 }),
      CampaignsModule.forRoot({ receiptTimeoutMs: 1 }),
    ];
    const app = await NestFactory.createApplicationContext({ module: PlannerModule, imports }, { logger: false });
    await boundlessLanes(app.get(Database, { strict: false }));
    return new Planner(app);
  }

  /** @param isPersonal its text has everybody's first name */
  async draft(listId: number, isPersonal: boolean): Promise<number> {
    const text = `${isPersonal ? '{{first_name}}, spring' : 'Spring'} is here: 20 % off until Sunday.`;
    const input = { name: 'Bench', text, src: '+14155550100' };
    const { id } = await this.app.get(CampaignService, { strict: false }).create(listId, input);
    return id;
  }

  /** What `POST …/forecast` asks. */
  async forecast(campaignId: number): Promise<number> {
    return (await this.app.get(ForecastService, { strict: false }).of(campaignId)).messages;
  }

  async launch(campaignId: number): Promise<void> {
    await this.app.get(CampaignLifecycle, { strict: false }).launch(campaignId);
  }

  async plan(campaignId: number): Promise<void> {
    const outcome = await this.app.get(PlanService, { strict: false }).plan(campaignId);
    if (outcome !== 'planned') throw new Error(`the campaign was not planned: ${outcome}`);
  }

  async counts(campaignId: number): Promise<{ messages: number; batches: number }> {
    const { messages, batches } = await this.app.get(CampaignService, { strict: false }).get(campaignId);
    return { messages, batches };
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}
