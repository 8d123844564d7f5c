import { AppError } from '@herald/kernel';
import { Injectable, type PipeTransform } from '@nestjs/common';

const MAX_INT4 = 2_147_483_647;

/** `@Param('id', IdPipe) id: number`. What cannot be an id names nothing: 404, as for an id that isn't there. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const id = /^[1-9]\d{0,9}$/.test(value) ? Number(value) : Infinity;
    if (id > MAX_INT4)
      throw new AppError('not_found', 'not_found', `There is nothing with the id ${JSON.stringify(value)}.`);
    return id;
  }
}
