import { Module } from '@nestjs/common';

/** What is known of senders. Needs DatabaseModule, ObservabilityModule and the clock. */
@Module({ providers: [], exports: [] })
export class SendersModule {}
