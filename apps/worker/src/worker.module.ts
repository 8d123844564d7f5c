import { AudienceModule } from '@herald/audience';
import type { Config } from '@herald/config';
import { DatabaseModule } from '@herald/database';
import { ObservabilityModule, type ObservabilityOptions } from '@herald/observability';
import { PlivoClientModule } from '@herald/provider';
import { QueueModule } from '@herald/queue';
import { type DynamicModule, Module } from '@nestjs/common';
import { WorkerDeliveryModule } from './delivery/worker-delivery.module';
import { join } from 'node:path';
import { AudienceWorkerModule } from './audience/audience-worker.module';
import { CampaignsWorkerModule } from './campaigns/campaigns-worker.module';
import { InboundWorkerModule } from './inbound/inbound-worker.module';
import { ConsentWorkerModule } from './consent/consent-worker.module';
import { LedgerWorkerModule } from './ledger/ledger-worker.module';
import { RegistrationsWorkerModule } from './registrations/registrations-worker.module';
import { NumbersWorkerModule } from './senders/numbers-worker.module';

/** For syncs and look-ups of senders; sending has its own. */
const PROVIDER_CONNECTIONS = 5;

@Module({})
export class WorkerModule {
  static forRoot(config: Config, observability: ObservabilityOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ObservabilityModule.forRoot(observability),
        DatabaseModule.forRoot(config.database),
        QueueModule.forRoot({ redisUrl: config.redis.url, prefix: config.redis.prefix }),
        AudienceModule.forRoot({ folder: join(config.dataDir, 'uploads'), maxBytes: config.api.uploadMaxBytes }),
        AudienceWorkerModule,
        CampaignsWorkerModule.forRoot({
          receiptTimeoutMs: config.worker.receiptTimeoutMs,
          receiptTimeoutByCountryMs: config.worker.receiptTimeoutByCountryMs,
          ...config.feeding,
        }),
        WorkerDeliveryModule.forRoot(config),
        InboundWorkerModule.forRoot(config),
        ConsentWorkerModule,
        NumbersWorkerModule.forRoot({
          client: PlivoClientModule.forRoot({ ...config.plivo, connections: PROVIDER_CONNECTIONS }),
          publicUrl: config.callbacks.publicUrl,
        }),
        LedgerWorkerModule.forRoot({ keptDays: config.worker.callbackLogDays }),
        RegistrationsWorkerModule.forRoot(config),
      ],
    };
  }
}
