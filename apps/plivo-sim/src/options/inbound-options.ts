import { z } from 'zod';

const words = z.array(z.string().min(1));
const switchOn = z.boolean().default(true);
const DAY_MS = 86_400_000;

/** How messages from people are passed on. */
export const inboundOptions = z
  .strictObject({
    media_first_index: z.union([z.literal(0), z.literal(1)]).default(1),
    /** Whether an XML answer is carried out. */
    xml_answers: switchOn,
  })
  .prefault({});

/** The provider's own keyword handling [notes §4]. */
export const keywordOptions = z
  .strictObject({
    enabled: switchOn,
    /** Also on short codes, where the provider handles keywords on request only. */
    short_codes: z.boolean().default(false),
    opt_out: words.default(['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE', 'UNSUB', 'STOP ALL']),
    opt_in: words.default(['START', 'YES', 'RESUME', 'UNSTOP', 'GO']),
    help: words.default(['HELP', 'INFO']),
    auto_replies: switchOn,
    opt_out_reply: z
      .string()
      .default('You have been unsubscribed and will not receive any more messages from this number.'),
    opt_in_reply: z
      .string()
      .default(
        'You have been resubscribed to receiving messages from this number. Reply HELP for help or STOP to stop receiving messages. Message and data rates may apply.',
      ),
    help_reply: z
      .string()
      .default('Text STOP to stop receiving messages from this number. Message and data rates may apply.'),
    /** Who may write to someone who just opted out: the XML answer to that STOP, any first message, nobody. */
    acknowledgement: z.enum(['xml', 'any', 'none']).default('xml'),
    acknowledgement_ms: z.number().min(0).default(300_000),
  })
  .prefault({});

/** When free-form WhatsApp text may be sent. */
export const whatsappOptions = z
  .strictObject({
    /** `drawn`: by `outcomes.whatsapp_open_conversation`; `tracked`: within `window_ms` of the person's own message. */
    window: z.enum(['drawn', 'tracked']).default('drawn'),
    window_ms: z.number().min(0).default(DAY_MS),
    /** Whether a template of the business opens the window too. */
    template_opens_window: z.boolean().default(false),
  })
  .prefault({});
