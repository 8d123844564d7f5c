import { DailyUseRepository } from '@herald/campaigns';
import { MediaCopies } from '@herald/content';
import { LanesModule } from '@herald/lanes';
import { PlivoClientModule } from '@herald/provider';
import { type DynamicModule, Module } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from './delivery-options';
import { BacklogModule } from './feeding/backlog.module';
import { FeedRepository } from './feeding/feed.repository';
import { FeedService } from './feeding/feed.service';
import { LeaseService } from './feeding/lease.service';
import { CappedBatches } from './feeding/capped-batches';
import { SlowBatches } from './feeding/slow-batches';
import { AccountFailures } from './holding/account-failures';
import { Holds } from './holding/holds';
import { ProbeRepository } from './holding/probe.repository';
import { ProbeService } from './holding/probe.service';
import { BottleneckLimiter } from './limiter/bottleneck-limiter';
import { CapUsage } from './limiter/cap-usage';
import { ConfiguredLimits } from './limiter/configured-limits';
import { LimiterMetrics } from './limiter/limiter-metrics';
import { CampaignMedia } from './media/campaign-media';
import { LOOKUP_LIMITER, SEND_LIMITER } from './limiter/send-limiter';
import { HaystackRepository } from './reconciling/haystack.repository';
import { LookThrough } from './reconciling/look-through';
import { ReconcileRepository } from './reconciling/reconcile.repository';
import { ReconcileService } from './reconciling/reconcile.service';
import { ResendRepository } from './resending/resend.repository';
import { ResendService } from './resending/resend.service';
import { ClaimRepository } from './sending/claim.repository';
import { OutcomeRepository } from './sending/outcome.repository';
import { SendService } from './sending/send.service';
import { SendWatch } from './sending/send-watch';
import { TicketRepository } from './sending/ticket.repository';
import { ProviderRecords } from './settling/provider-records';
import { SettleService } from './settling/settle.service';
import { UnknownRepository } from './settling/unknown.repository';

export interface SendingOptions extends DeliveryOptions {
  readonly account: { readonly authId: string; readonly authToken: string; readonly baseUrl: string };
}

/** The sending half. Needs DatabaseModule, QueueModule, ObservabilityModule. Starts no loop: whoever runs the ticks does. */
@Module({})
export class DeliveryModule {
  static forRoot(options: SendingOptions): DynamicModule {
    const { account, connections, connectTimeoutMs, responseTimeoutMs } = options;
    return {
      module: DeliveryModule,
      imports: [
        LanesModule,
        BacklogModule,
        PlivoClientModule.forRoot({ ...account, connections, connectTimeoutMs, responseTimeoutMs }),
      ],
      providers: [
        { provide: DELIVERY_OPTIONS, useValue: options },
        BottleneckLimiter,
        CapUsage,
        ConfiguredLimits,
        LimiterMetrics,
        { provide: SEND_LIMITER, useExisting: BottleneckLimiter },
        { provide: LOOKUP_LIMITER, useExisting: BottleneckLimiter },
        AccountFailures,
        CampaignMedia,
        MediaCopies,
        ClaimRepository,
        DailyUseRepository,
        FeedRepository,
        FeedService,
        CappedBatches,
        SlowBatches,
        Holds,
        LeaseService,
        HaystackRepository,
        LookThrough,
        OutcomeRepository,
        ProviderRecords,
        ReconcileRepository,
        ReconcileService,
        ProbeRepository,
        ProbeService,
        ResendRepository,
        ResendService,
        SendService,
        SendWatch,
        SettleService,
        TicketRepository,
        UnknownRepository,
      ],
      exports: [
        AccountFailures,
        BacklogModule,
        CampaignMedia,
        FeedService,
        LeaseService,
        ProbeService,
        ReconcileService,
        ResendService,
        SendService,
        SettleService,
      ],
    };
  }
}
