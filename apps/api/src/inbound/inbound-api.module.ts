import { InboundListModule } from '@herald/inbound';
import { type DynamicModule, Module } from '@nestjs/common';
import { InboundController } from './inbound.controller';
import { WebhooksController } from './webhooks.controller';

@Module({})
export class InboundApiModule {
  /** @param lookups `MessageLookupModule.forRoot(…)` */
  static forRoot(lookups: DynamicModule): DynamicModule {
    return {
      module: InboundApiModule,
      imports: [InboundListModule, lookups],
      controllers: [InboundController, WebhooksController],
    };
  }
}
