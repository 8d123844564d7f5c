import { Lanes } from '@herald/lanes';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';

/** Limits that were configured for this process become the lanes of all, before anything is sent. */
@Injectable()
export class ConfiguredLimits implements OnModuleInit {
  constructor(
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    private readonly lanes: Lanes,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.lanes.configure(this.options.limits);
  }
}
