import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createIngressServer } from './ingress-server';
import type { IngressRoute } from './webhook-request';

export interface ListenSettings {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

export const LISTEN_SETTINGS = Symbol('LISTEN_SETTINGS');
export const INGRESS_ROUTES = Symbol('INGRESS_ROUTES');

const SWEEP_EVERY_MS = 50;

/** Opens the port last and closes it first: requests under way are answered before the intake and Postgres go. */
@Injectable()
export class IngressListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly server: FastifyInstance;
  private address = '';

  constructor(
    @Inject(INGRESS_ROUTES) routes: readonly IngressRoute[],
    @Inject(LISTEN_SETTINGS) private readonly settings: ListenSettings,
  ) {
    this.server = createIngressServer(routes);
  }

  /** Where it listens, `http://host:port`. */
  get url(): string {
    return this.address;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.address = await this.server.listen(this.settings);
  }

  // A connection that was busy when closing began is kept alive after its answer: it has to be looked for again.
  async onModuleDestroy(): Promise<void> {
    const sweeping = setInterval(() => {
      this.server.server.closeIdleConnections();
    }, SWEEP_EVERY_MS);
    try {
      await this.server.close();
    } finally {
      clearInterval(sweeping);
    }
  }
}
