import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isZodDto } from 'nestjs-zod/dto';
import { Readable } from 'node:stream';
import { ZodType } from 'zod';
import { describeIssues } from './describe-issues';
import { HttpProblem } from './problem';

/** Checks every argument whose type is a DTO made by `createZodDto`, and hands on the parsed value. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (!isZodDto(metatype) || !(metatype.schema instanceof ZodType)) return value;
    if (value instanceof Readable) {
      throw new HttpProblem(415, 'unsupported_media_type', 'This route takes application/json.');
    }
    if (type === 'body' && value === undefined && !metatype.schema.safeParse(undefined).success) {
      throw new HttpProblem(
        400,
        'body_missing',
        'This route takes a JSON object as its body (Content-Type: application/json).',
      );
    }
    const parsed = await metatype.schema.safeParseAsync(value);
    if (parsed.success) return parsed.data;
    const details = describeIssues(parsed.error.issues, value);
    if (type === 'query')
      throw new HttpProblem(400, 'invalid_query', `The query is wrong: ${summary(details)}.`, details);
    throw new HttpProblem(422, 'invalid_request', `The request is wrong: ${summary(details)}.`, details);
  }
}

function summary(details: readonly { field?: string; message: string }[]): string {
  const [first] = details;
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
  return `${first?.field ?? 'the body'} ${first?.message ?? ''}`.trim() + more;
}
