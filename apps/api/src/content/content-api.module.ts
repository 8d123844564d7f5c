import { ContentModule, MediaCopies } from '@herald/content';
import { type DynamicModule, Module } from '@nestjs/common';
import { MediaController } from './media.controller';

@Module({})
export class ContentApiModule {
  /** @param client `PlivoClientModule.forRoot(…)` */
  static forRoot(client: DynamicModule): DynamicModule {
    return {
      module: ContentApiModule,
      imports: [ContentModule, client],
      providers: [MediaCopies],
      controllers: [MediaController],
    };
  }
}
