import { Module } from '@nestjs/common';
import { ImportProcessor } from './import.processor';
import { ImportRescueLoop } from './import-rescue.loop';

/** Needs AudienceModule. */
@Module({ providers: [ImportProcessor, ImportRescueLoop] })
export class AudienceWorkerModule {}
