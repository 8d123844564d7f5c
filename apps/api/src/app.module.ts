import { AudienceModule } from '@herald/audience';
import type { Config } from '@herald/config';
import { DatabaseModule } from '@herald/database';
import { MessageLookupModule } from '@herald/delivery';
import { ObservabilityModule, type ObservabilityOptions } from '@herald/observability';
import { PlivoClientModule } from '@herald/provider';
import { QueueModule } from '@herald/queue';
import { type DynamicModule, Module } from '@nestjs/common';
import { join } from 'node:path';
import { AccessApiModule } from './access/access-api.module';
import { AudienceApiModule } from './audience/audience-api.module';
import { BatchesApiModule } from './batches/batches-api.module';
import { CampaignsApiModule } from './campaigns/campaigns-api.module';
import { ConsentApiModule } from './consent/consent-api.module';
import { ContentApiModule } from './content/content-api.module';
import { HealthModule } from './health/health.module';
import { HttpModule } from './http/http.module';
import { InboundApiModule } from './inbound/inbound-api.module';
import { LanesApiModule } from './lanes/lanes-api.module';
import { RegistrationsApiModule } from './registrations/registrations-api.module';
import { ReportingApiModule } from './reporting/reporting-api.module';
import { NumbersApiModule } from './senders/numbers-api.module';
import { SendersApiModule } from './senders/senders-api.module';

/** For what operators ask of the provider: never many at once. */
const PROVIDER_CONNECTIONS = 5;

@Module({})
export class AppModule {
  static forRoot(config: Config, observability: ObservabilityOptions): DynamicModule {
    const client = PlivoClientModule.forRoot({ ...config.plivo, connections: PROVIDER_CONNECTIONS });
    const { connectTimeoutMs, responseTimeoutMs } = config.plivo;
    const { lookupsPerMinute } = config.settling;
    const lookups = MessageLookupModule.forRoot(client, {
      redis: config.redis,
      connectTimeoutMs,
      responseTimeoutMs,
      lookupsPerMinute,
    });
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot(observability),
        DatabaseModule.forRoot(config.database),
        QueueModule.forRoot({ redisUrl: config.redis.url, prefix: config.redis.prefix }),
        AudienceModule.forRoot({ folder: join(config.dataDir, 'uploads'), maxBytes: config.api.uploadMaxBytes }),
        HttpModule,
        AccessApiModule,
        AudienceApiModule,
        BatchesApiModule,
        CampaignsApiModule.forRoot({
          receiptTimeoutMs: config.worker.receiptTimeoutMs,
          receiptTimeoutByCountryMs: config.worker.receiptTimeoutByCountryMs,
          ...config.feeding,
        }),
        ConsentApiModule,
        ContentApiModule.forRoot(client),
        HealthModule,
        InboundApiModule.forRoot(lookups),
        LanesApiModule,
        RegistrationsApiModule,
        ReportingApiModule.forRoot(lookups),
        NumbersApiModule.forRoot({
          client,
          publicUrl: config.callbacks.publicUrl,
        }),
        SendersApiModule,
      ],
    };
  }
}
