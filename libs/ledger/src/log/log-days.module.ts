import { type DynamicModule, Module } from '@nestjs/common';
import { LOG_KEPT_DAYS, LogDays } from './log-days';

/** Needs DatabaseModule, the clock and the logger. Starts no loop: whoever runs the tick does. */
@Module({})
export class LogDaysModule {
  static forRoot(options: { readonly keptDays: number }): DynamicModule {
    return {
      module: LogDaysModule,
      providers: [LogDays, { provide: LOG_KEPT_DAYS, useValue: options.keptDays }],
      exports: [LogDays],
    };
  }
}
