import { ProgressFeed } from '@herald/reporting';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe';

/** For event streams, whose headers leave before the handler's first answer: a 404 has to be told before. */
@Injectable()
export class CampaignExistsGuard implements CanActivate {
  constructor(private readonly feed: ProgressFeed) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    await this.feed.read(new IdPipe().transform(params.id));
    return true;
  }
}
