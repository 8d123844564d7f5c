import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

export class HealthDto extends createZodDto(z.object({ status: z.literal('ok') })) {}
