import { type DynamicModule, Module } from '@nestjs/common';

import { PLIVO_OPTIONS, PlivoClient, type PlivoOptions } from './plivo-client';

@Module({})
export class PlivoClientModule {
  static forRoot(options: PlivoOptions): DynamicModule {
    return {
      module: PlivoClientModule,
      providers: [{ provide: PLIVO_OPTIONS, useValue: options }, PlivoClient],
      exports: [PlivoClient],
    };
  }
}
