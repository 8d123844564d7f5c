import { TendlcModule } from '@herald/senders';
import { Module } from '@nestjs/common';
import { RegistrationFeesController } from './fees.controller';
import { RegistrationsController } from './registrations.controller';

@Module({ imports: [TendlcModule], controllers: [RegistrationsController, RegistrationFeesController] })
export class RegistrationsApiModule {}
