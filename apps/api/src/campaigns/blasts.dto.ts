import type { Blast } from '@herald/campaigns';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { importBody, ImportDto } from '../audience/imports.dto';
import { campaignBody, campaignSchema } from './campaigns.dto';

export class BlastDto extends createZodDto(
  z.object({
    campaign: campaignSchema,
    import: ImportDto.schema,
  }),
) {}

export function blastBody(blast: Blast) {
  return { campaign: campaignBody(blast.campaign), import: importBody(blast.import) };
}
