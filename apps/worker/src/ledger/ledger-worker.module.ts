import { LogDaysModule } from '@herald/ledger';
import { type DynamicModule, Module } from '@nestjs/common';
import { LogDaysLoop } from './log-days.loop';

@Module({})
export class LedgerWorkerModule {
  static forRoot(options: { readonly keptDays: number }): DynamicModule {
    return { module: LedgerWorkerModule, imports: [LogDaysModule.forRoot(options)], providers: [LogDaysLoop] };
  }
}
