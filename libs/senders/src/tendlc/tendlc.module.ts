import { Module } from '@nestjs/common';
import { RegistrationFees } from './fees';
import { RegistrationEdits } from './registration-edits';
import { RegistrationNumbers } from './registration-numbers';
import { Registrations } from './registrations';
import { StepMoves } from './step-moves';

/** Registrations as operators see them. Needs DatabaseModule and the clock; talks to nobody. */
@Module({
  providers: [RegistrationEdits, RegistrationFees, RegistrationNumbers, Registrations, StepMoves],
  exports: [RegistrationFees, RegistrationNumbers, Registrations],
})
export class TendlcModule {}
