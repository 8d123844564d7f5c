import { Module } from '@nestjs/common';

import { LaneWatch } from './lane-watch';
import { Lanes } from './lanes';
import { LanesRepository } from './lanes.repository';

/** Needs DatabaseModule, ObservabilityModule. */
@Module({ providers: [Lanes, LaneWatch, LanesRepository], exports: [Lanes] })
export class LanesModule {}
