import type { CampaignHold } from '@herald/reporting';
import { z } from 'zod';

/** Held lanes that messages of a campaign wait for. */
export const holdsSchema = z
  .array(
    z.object({
      lane_id: z.int().meta({ description: 'For POST /v1/lanes/{id}/release' }),
      kind: z.string().meta({ example: 'account_messages' }),
      key: z.string(),
      code: z.string().meta({ example: 'provider_credit' }),
      message: z.string().meta({ example: 'The provider answered 402: Insufficient Credit' }),
      by: z.string().meta({ description: '`delivery`: a probe opens it again; else who held it', example: 'delivery' }),
      since: z.iso.datetime(),
      remedy: z.string().meta({ description: 'What to do', example: 'Recharge the provider account.' }),
      messages_waiting: z.int(),
    }) satisfies z.ZodType<CampaignHold>,
  )
  .meta({ description: 'Lanes on its way that are held: its messages wait there, and none is lost' });
