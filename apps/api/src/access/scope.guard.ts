import { allows, type Scope } from '@herald/access';
import { AppError } from '@herald/kernel';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { PUBLIC } from './public';
import { REQUIRED_SCOPE } from './require-scope';

/** May this caller use this route? Who the caller is was settled before the body was read (authenticate.ts). */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) return true;
    const needed = this.reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, targets) ?? 'admin';
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined) throw new AppError('unauthenticated', 'api_key_missing', 'This route needs an API key.');
    if (allows(caller.scope, needed)) return true;
    throw new AppError(
      'forbidden',
      'scope_insufficient',
      `This route needs a key with the scope ${needed}; this one has ${caller.scope}.`,
    );
  }
}
