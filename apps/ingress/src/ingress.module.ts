import type { Config } from '@herald/config';
import { DatabaseModule, PipelinedDatabaseModule } from '@herald/database';
import { CallbackIntakeModule } from '@herald/delivery';
import { InboundIntakeModule } from '@herald/inbound';
import { ObservabilityModule, type ObservabilityOptions } from '@herald/observability';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { InboundMessages } from './inbound-messages';
import { INGRESS_ROUTES, IngressListener, LISTEN_SETTINGS, type ListenSettings } from './ingress-listener';
import { TendlcWebhooks, TollfreeWebhooks } from './registration-webhooks';
import { StatusCallbacks, WEBHOOK_SETTINGS, type WebhookSettings } from './status-callbacks';
import type { IngressRoute } from './webhook-request';

export type IngressConfig = Pick<Config, 'database' | 'callbacks' | 'inbound' | 'ingress'> & {
  readonly plivo: Pick<Config['plivo'], 'authToken' | 'mainAuthToken'>;
};

/** Each intake commits one group at a time; the spare one is for the moment after a connection is lost. */
const INTAKE_CONNECTIONS = 4;
/** All that the internet can reach. */
const ROUTES = [StatusCallbacks, InboundMessages, TendlcWebhooks, TollfreeWebhooks];

@Module({})
export class IngressModule {
  static forRoot(config: IngressConfig, observability: ObservabilityOptions): DynamicModule {
    const { publicUrl, secret } = config.callbacks;
    const { authToken, mainAuthToken } = config.plivo;
    const tokens = { authToken: keyOf(authToken), mainAuthToken: mainAuthToken && keyOf(mainAuthToken) };
    const settings: WebhookSettings = { publicUrl, secret, tokens };
    const listen: ListenSettings = config.ingress;
    return {
      module: IngressModule,
      imports: [
        ObservabilityModule.forRoot(observability),
        DatabaseModule.forRoot(config.database),
        PipelinedDatabaseModule.forRoot({ url: config.database.url, poolSize: INTAKE_CONNECTIONS }),
        CallbackIntakeModule,
        InboundIntakeModule.forRoot(config.inbound),
      ],
      providers: [
        { provide: WEBHOOK_SETTINGS, useValue: settings },
        { provide: LISTEN_SETTINGS, useValue: listen },
        ...ROUTES,
        { provide: INGRESS_ROUTES, useFactory: (...routes: IngressRoute[]) => routes, inject: ROUTES },
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
