import { Module } from '@nestjs/common';

import { Lanes } from './lanes';
import { LanesRepository } from './lanes.repository';

/** Needs DatabaseModule, ObservabilityModule. */
@Module({ providers: [Lanes, LanesRepository], exports: [Lanes] })
export class LanesModule {}
