import { type DynamicModule, Module } from '@nestjs/common';
import { ImportChunkRepository } from './import-chunk.repository';
import { ImportRejects } from './import-rejects';
import { ImportRescue } from './import-rescue';
import { ImportRunner } from './import-runner';
import { ImportRepository } from './import.repository';
import { ImportService } from './import.service';
import { ListRepository } from './list.repository';
import { ListService } from './list.service';
import { UploadStorage, type UploadStorageOptions } from './upload-storage';

@Module({})
export class AudienceModule {
  /** Needs DatabaseModule, QueueModule, LOGGER and CLOCK of the process. */
  static forRoot(uploads: UploadStorageOptions): DynamicModule {
    return {
      module: AudienceModule,
      // One storage for the process, wherever lists and imports are needed.
      global: true,
      providers: [
        { provide: UploadStorage, useFactory: () => new UploadStorage(uploads) },
        ListRepository,
        ListService,
        ImportRepository,
        ImportChunkRepository,
        ImportService,
        ImportRunner,
        ImportRejects,
        ImportRescue,
      ],
      exports: [ListService, ImportService, ImportRunner, ImportRejects, ImportRescue],
    };
  }
}
