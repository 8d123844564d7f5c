import { BUTTON_TYPES, COMPONENT_TYPES, IF_MISSING, INTERACTIVE_TYPES, PARAMETER_TYPES } from '@herald/content';
import { DLT_CATEGORIES } from '@herald/provider';
import { z } from 'zod';

const MAX_INT4 = 2_147_483_647;

// Types only, as in the reference: lengths, numbers and what goes with what are judged by the lib, for every way in.
const text = z.string().optional();
const position = z.union([z.string(), z.int()]);
const locationSchema = z.strictObject({
  latitude: z.union([z.string(), z.number()]).meta({ example: '37.7749' }),
  longitude: z.union([z.string(), z.number()]).meta({ example: '-122.4194' }),
  name: text,
  address: text,
});
const parameterSchema = z.strictObject({
  type: z.enum(PARAMETER_TYPES),
  parameter_name: text.meta({ description: 'Of a template with named variables' }),
  text: text.meta({ example: '{{first_name}}' }),
  media: text.meta({ description: 'URL; in a header only' }),
  payload: text.meta({ description: 'Of a quick_reply button' }),
  currency: z
    .strictObject({ fallback_value: z.string(), currency_code: z.string(), amount_1000: z.number() })
    .optional(),
  date_time: z.strictObject({ fallback_value: z.string() }).optional(),
  location: locationSchema.optional(),
});
const plainComponent = {
  type: z.enum(COMPONENT_TYPES),
  sub_type: z.enum(BUTTON_TYPES).optional().meta({ description: 'Of a button' }),
  index: position.optional().meta({ description: 'Of a button, 0 to 9' }),
  parameters: z.array(parameterSchema).optional().meta({ description: 'In the order of the template’s variables' }),
};
const cardSchema = z.strictObject({
  card_index: position.meta({ description: 'From 0' }),
  components: z.array(z.strictObject(plainComponent)),
});
const templateSchema = z.strictObject({
  name: z.string().meta({ example: 'order_shipped' }),
  language: z.string().meta({ example: 'en_US' }),
  components: z
    .array(z.strictObject({ ...plainComponent, cards: z.array(cardSchema).optional() }))
    .optional()
    .meta({ description: 'Only those that have variables' }),
});
const rowSchema = z.strictObject({ id: text, title: text, description: text });
const interactiveSchema = z.strictObject({
  type: z.enum(INTERACTIVE_TYPES),
  header: z.strictObject({ type: z.enum(['text', 'media']), text, media: text }).optional(),
  body: z.strictObject({ text: z.string() }),
  footer: z.strictObject({ text: z.string() }).optional(),
  action: z.strictObject({
    buttons: z.array(z.strictObject({ id: text, title: text, cta_url: text })).optional(),
    sections: z.array(z.strictObject({ title: text, id: text, rows: z.array(rowSchema).optional() })).optional(),
  }),
});

/** What goes with the text of a campaign, or instead of it. */
export const contentSchema = z.strictObject({
  media: z
    .array(z.union([z.int().min(1).max(MAX_INT4), z.string()]))
    .optional()
    .meta({
      description: 'Ids of the media library or public URLs: 1 to 10 of an MMS, one of a WhatsApp message',
      example: [3],
    }),
  fallback_text: text.meta({
    description: 'Of an MMS: what recipients get as an SMS outside the US and Canada. Without it they are held back',
  }),
  template: templateSchema.optional().meta({ description: 'WhatsApp: opens a conversation' }),
  interactive: interactiveSchema.optional().meta({ description: 'WhatsApp, within an open conversation' }),
  location: locationSchema.optional().meta({ description: 'WhatsApp, within an open conversation' }),
  dlt: z
    .strictObject({ entity_id: z.string(), template_id: z.string(), template_category: z.enum(DLT_CATEGORIES) })
    .optional()
    .meta({ description: 'India’s registration of senders and texts' }),
  defaults: z
    .record(z.string(), z.string())
    .optional()
    .meta({
      description: 'For {{column}}: what stands for a value a recipient lacks',
      example: { first_name: 'friend' },
    }),
  if_missing: z.enum(IF_MISSING).optional().meta({
    description: 'What becomes of a recipient without a value and a default: hold_back (unless said) or blank',
  }),
});
