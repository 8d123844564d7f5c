import { PlivoClientModule } from '@herald/provider';
import { type DynamicModule, Module } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from './delivery-options';
import { FeedRepository } from './feeding/feed.repository';
import { FeedService } from './feeding/feed.service';
import { LeaseService } from './feeding/lease.service';
import { BottleneckLimiter } from './limiter/bottleneck-limiter';
import { SEND_LIMITER } from './limiter/send-limiter';
import { ClaimRepository } from './sending/claim.repository';
import { OutcomeRepository } from './sending/outcome.repository';
import { SendService } from './sending/send.service';
import { TicketRepository } from './sending/ticket.repository';

export interface SendingOptions extends DeliveryOptions {
  readonly account: { readonly authId: string; readonly authToken: string; readonly baseUrl: string };
  /** Requests this process has under way at most. */
  readonly connections: number;
}

/** The sending half. Needs DatabaseModule, QueueModule, LoggerModule and the clock. Starts no loop: whoever runs the ticks does. */
@Module({})
export class DeliveryModule {
  static forRoot(options: SendingOptions): DynamicModule {
    const { account, connections, connectTimeoutMs, responseTimeoutMs } = options;
    return {
      module: DeliveryModule,
      imports: [PlivoClientModule.forRoot({ ...account, connections, connectTimeoutMs, responseTimeoutMs })],
      providers: [
        { provide: DELIVERY_OPTIONS, useValue: options },
        { provide: SEND_LIMITER, useClass: BottleneckLimiter },
        ClaimRepository,
        FeedRepository,
        FeedService,
        LeaseService,
        OutcomeRepository,
        SendService,
        TicketRepository,
      ],
      exports: [FeedService, LeaseService, SendService, SEND_LIMITER],
    };
  }
}
