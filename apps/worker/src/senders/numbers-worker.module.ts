import { NumbersModule, type NumbersOptions } from '@herald/senders';
import { type DynamicModule, Module } from '@nestjs/common';
import { NumbersLoops } from './numbers-loops';

@Module({})
export class NumbersWorkerModule {
  static forRoot(options: NumbersOptions): DynamicModule {
    return { module: NumbersWorkerModule, imports: [NumbersModule.forRoot(options)], providers: [NumbersLoops] };
  }
}
