import { AppError } from '@herald/kernel';
import { Injectable, type PipeTransform } from '@nestjs/common';

/** `@Param('phone', PhonePipe) phone: string`: E.164 digits, whether a plus was before them or not. What is no number names nothing. */
@Injectable()
export class PhonePipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const [, digits] = /^\+?([1-9]\d{3,14})$/.exec(value) ?? [];
    if (digits !== undefined) return digits;
    const message = 'There is no such number: it is named in E.164 form, as in 14155550101.';
    throw new AppError('not_found', 'not_found', message);
  }
}
