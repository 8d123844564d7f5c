import type { Config } from '@herald/config';
import { AnswersModule, InboundRetentionModule } from '@herald/inbound';
import { PlivoClientModule } from '@herald/provider';
import { type DynamicModule, Module } from '@nestjs/common';
import { AnswersLoop } from './answers.loop';
import { RetentionLoop } from './retention.loop';

/** Answers go out one after another. */
const CONNECTIONS = 1;

@Module({})
export class InboundWorkerModule {
  static forRoot({ plivo, inboundKept }: Config): DynamicModule {
    const { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs } = plivo;
    const account = { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs };
    return {
      module: InboundWorkerModule,
      imports: [
        AnswersModule.forRoot(PlivoClientModule.forRoot({ ...account, connections: CONNECTIONS })),
        InboundRetentionModule.forRoot(inboundKept),
      ],
      providers: [AnswersLoop, RetentionLoop],
    };
  }
}
