import { ConsentModule } from '@herald/consent';
import { Module } from '@nestjs/common';
import { FailureFeedbackLoop } from './failure-feedback.loop';

@Module({ imports: [ConsentModule], providers: [FailureFeedbackLoop] })
export class ConsentWorkerModule {}
