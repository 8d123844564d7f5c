import type { Config } from '@herald/config';
import { TendlcWorkModule } from '@herald/senders';
import { type DynamicModule, Module } from '@nestjs/common';
import { RegistrationLoops } from './registration-loops';

/** A registration is a handful of requests a day; sends have connections of their own. */
const CONNECTIONS = 2;

@Module({})
export class RegistrationsWorkerModule {
  static forRoot({ plivo, callbacks, registrations, settling }: Config): DynamicModule {
    const { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs } = plivo;
    const options = {
      publicUrl: callbacks.publicUrl,
      requestMs: connectTimeoutMs + responseTimeoutMs,
      silenceMs: registrations.silenceMs,
      settle: { graceMs: settling.graceMs, roundMs: settling.roundMs },
    };
    const provider = { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs, connections: CONNECTIONS };
    return {
      module: RegistrationsWorkerModule,
      imports: [TendlcWorkModule.forRoot(options, provider)],
      providers: [RegistrationLoops],
    };
  }
}
