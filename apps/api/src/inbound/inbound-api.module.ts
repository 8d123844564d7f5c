import { InboundListModule } from '@herald/inbound';
import { Module } from '@nestjs/common';
import { InboundController } from './inbound.controller';
import { WebhooksController } from './webhooks.controller';

@Module({ imports: [InboundListModule], controllers: [InboundController, WebhooksController] })
export class InboundApiModule {}
