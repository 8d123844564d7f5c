import { ImportService } from '@herald/audience';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe';

/** A stream of events can't become a problem any more once it has begun. */
@Injectable()
export class ImportExistsGuard implements CanActivate {
  private readonly ids = new IdPipe();

  constructor(private readonly imports: ImportService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    await this.imports.get(this.ids.transform(params.id));
    return true;
  }
}
