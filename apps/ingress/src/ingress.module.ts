import type { Config } from '@herald/config';
import { DatabaseModule, PipelinedDatabaseModule } from '@herald/database';
import { CallbackIntakeModule } from '@herald/delivery';
import { ObservabilityModule, type ObservabilityOptions } from '@herald/observability';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { IngressListener, LISTEN_SETTINGS, type ListenSettings } from './ingress-listener';
import { STATUS_CALLBACK_SETTINGS, StatusCallbacks, type StatusCallbackSettings } from './status-callbacks';

export type IngressConfig = Pick<Config, 'database' | 'callbacks' | 'ingress'> & {
  readonly plivo: Pick<Config['plivo'], 'authToken' | 'mainAuthToken'>;
};

/** The intake commits one group at a time; the spare one is for the moment after a connection is lost. */
const CALLBACK_CONNECTIONS = 2;

@Module({})
export class IngressModule {
  static forRoot(config: IngressConfig, observability: ObservabilityOptions): DynamicModule {
    const { publicUrl, secret } = config.callbacks;
    const { authToken, mainAuthToken } = config.plivo;
    const tokens = { authToken: keyOf(authToken), mainAuthToken: mainAuthToken && keyOf(mainAuthToken) };
    const settings: StatusCallbackSettings = { publicUrl, secret, tokens };
    const listen: ListenSettings = config.ingress;
    return {
      module: IngressModule,
      imports: [
        ObservabilityModule.forRoot(observability),
        DatabaseModule.forRoot(config.database),
        PipelinedDatabaseModule.forRoot({ url: config.database.url, poolSize: CALLBACK_CONNECTIONS }),
        CallbackIntakeModule,
      ],
      providers: [
        { provide: STATUS_CALLBACK_SETTINGS, useValue: settings },
        { provide: LISTEN_SETTINGS, useValue: listen },
        StatusCallbacks,
        IngressListener,
      ],
      exports: [IngressListener],
    };
  }
}

// Made once: every callback is checked with it.
function keyOf(token: string): KeyObject {
  return createSecretKey(Buffer.from(token));
}
