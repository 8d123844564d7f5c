import { Module } from '@nestjs/common';
import { RegistrationFees } from './fees';
import { RegistrationEdits } from './registration-edits';
import { CampaignImports } from './campaign-imports';
import { RegistrationEnds } from './registration-ends';
import { RegistrationNumbers } from './registration-numbers';
import { Registrations } from './registrations';
import { StepMoves } from './step-moves';

/** Registrations as operators see them. Needs DatabaseModule and the clock; talks to nobody. */
@Module({
  providers: [
    CampaignImports,
    RegistrationEdits,
    RegistrationEnds,
    RegistrationFees,
    RegistrationNumbers,
    Registrations,
    StepMoves,
  ],
  exports: [CampaignImports, RegistrationEnds, RegistrationFees, RegistrationNumbers, Registrations],
})
export class TendlcModule {}
