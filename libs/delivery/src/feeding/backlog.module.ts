import { LanesModule } from '@herald/lanes';
import { Module } from '@nestjs/common';

import { Backlog } from './backlog';
import { BacklogRepository } from './backlog.repository';

/** What waits at the provider. Needs DatabaseModule and ObservabilityModule. */
@Module({ imports: [LanesModule], providers: [Backlog, BacklogRepository], exports: [Backlog, BacklogRepository] })
export class BacklogModule {}
