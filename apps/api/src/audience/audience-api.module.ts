import { Module } from '@nestjs/common';
import { CsvUploads } from './csv-upload';
import { ImportEventsController } from './import-events.controller';
import { ImportExistsGuard } from './import-exists.guard';
import { ImportsController } from './imports.controller';
import { ListsController } from './lists.controller';

/** Needs AudienceModule. `CsvUploads` is for every route that takes a CSV. */
@Module({
  controllers: [ListsController, ImportsController, ImportEventsController],
  providers: [CsvUploads, ImportExistsGuard],
  exports: [CsvUploads],
})
export class AudienceApiModule {}
