import { AccessModule } from '@herald/access';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { KeysController } from './keys.controller';
import { ScopeGuard } from './scope.guard';

@Module({
  imports: [AccessModule],
  controllers: [KeysController],
  providers: [{ provide: APP_GUARD, useClass: ScopeGuard }],
})
export class AccessApiModule {}
