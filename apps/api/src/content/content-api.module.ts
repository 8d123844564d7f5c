import { ContentModule } from '@herald/content';
import { Module } from '@nestjs/common';
import { MediaController } from './media.controller';

@Module({ imports: [ContentModule], controllers: [MediaController] })
export class ContentApiModule {}
