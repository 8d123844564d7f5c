import { NumbersModule, type NumbersOptions } from '@herald/senders';
import { type DynamicModule, Module } from '@nestjs/common';
import { PowerpacksController } from './powerpacks.controller';
import { SendersController } from './senders.controller';
import { TollfreeController } from './tollfree.controller';

@Module({})
export class NumbersApiModule {
  static forRoot(options: NumbersOptions): DynamicModule {
    return {
      module: NumbersApiModule,
      imports: [NumbersModule.forRoot(options)],
      controllers: [SendersController, TollfreeController, PowerpacksController],
    };
  }
}
