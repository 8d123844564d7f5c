import { Module } from '@nestjs/common';

import { MediaLibrary } from './media/media-library';
import { MediaRepository } from './media/media.repository';

/** Needs DatabaseModule, CLOCK. */
@Module({ providers: [MediaLibrary, MediaRepository], exports: [MediaLibrary] })
export class ContentModule {}
