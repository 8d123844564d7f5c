import { z } from 'zod';

import { POOL_KINDS } from '../powerpack/powerpack';

/** How Powerpacks choose where the reference leaves it open. */
export const powerpackOptions = z
  .strictObject({
    default_priority: z.array(z.enum(POOL_KINDS)).min(1).max(3).default(['shortcode', 'tollfree', 'longcode']),
    /** Seconds of waiting from which on a short code is over its throughput. */
    short_code_overflow_s: z.number().min(0).nullable().default(1),
    /** Names of networks that carry no short codes. */
    short_code_unsupported_networks: z.array(z.string().min(1)).default([]),
    no_sender_code: z.number().int().min(1).max(9999).default(90),
  })
  .prefault({});
