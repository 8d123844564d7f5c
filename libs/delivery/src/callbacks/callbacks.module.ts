import { Module } from '@nestjs/common';
import { CallbackIntake } from './callback-intake';
import { CallbackStats } from './callback-stats';
import { CallbackTally } from './callback-tally';
import { CallbackWatch } from './callback-watch';

/** For ingress; needs ObservabilityModule. */
@Module({ providers: [CallbackIntake, CallbackTally, CallbackWatch], exports: [CallbackIntake, CallbackTally] })
export class CallbackIntakeModule {}

/** For whoever reports on ingress. */
@Module({ providers: [CallbackStats], exports: [CallbackStats] })
export class CallbackStatsModule {}
