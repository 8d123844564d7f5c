import type { Config } from '@herald/config';
import { DatabaseModule } from '@herald/database';
import { CallbackIntakeModule } from '@herald/delivery';
import { CLOCK, systemClock } from '@herald/kernel';
import { type Logger, LoggerModule } from '@herald/observability';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { IngressListener, LISTEN_SETTINGS, type ListenSettings } from './ingress-listener';
import { STATUS_CALLBACK_SETTINGS, StatusCallbacks, type StatusCallbackSettings } from './status-callbacks';

@Global()
@Module({ providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] })
class ClockModule {}

export type IngressConfig = Pick<Config, 'database' | 'callbacks' | 'ingress'> & {
  readonly plivo: Pick<Config['plivo'], 'authToken' | 'mainAuthToken'>;
};

@Module({})
export class IngressModule {
  static forRoot(config: IngressConfig, logger: Logger): DynamicModule {
    const { publicUrl, secret } = config.callbacks;
    const { authToken, mainAuthToken } = config.plivo;
    const settings: StatusCallbackSettings = { publicUrl, secret, tokens: { authToken, mainAuthToken } };
    const listen: ListenSettings = config.ingress;
    return {
      module: IngressModule,
      imports: [
        ClockModule,
        LoggerModule.forRoot(logger),
        DatabaseModule.forRoot(config.database),
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
