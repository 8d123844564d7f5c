import { type InboundMessage } from './inbound-message';

const NO_CHARGE = '0.00000';

/** ContentType of an inbound WhatsApp message [ref]. */
function contentType(message: InboundMessage): string {
  if (message.button !== null) return 'button';
  return message.media.length > 0 ? 'media' : 'text';
}

/**
 * The form fields of an inbound webhook, by message type as the reference lists them: numbers without "+", `Text` for SMS
 * and `Body` for the others.
 *
 * @param firstIndex 1 (`Media1`, the reference) or 0 (`Media0`, the newer documentation)
 */
export function inboundParams(message: InboundMessage, firstIndex: number): Record<string, string> {
  const params: Record<string, string> = {
    MessageUUID: message.uuid,
    From: String(message.from),
    To: message.to,
    Type: message.type,
    Units: String(message.units),
    TotalRate: NO_CHARGE,
    TotalAmount: NO_CHARGE,
  };
  if (message.type === 'sms') params.Text = message.text;
  else params.Body = message.text;
  if (message.type === 'sms') params.MessageIntent = message.intent;
  if (message.type !== 'whatsapp') params.PowerpackUUID = message.powerpackUuid;
  if (message.type === 'mms') params.MediaCount = String(message.media.length);
  message.media.forEach(({ url }, index) => (params[`Media${index + firstIndex}`] = url));
  if (message.type !== 'whatsapp') return params;
  params.ContentType = contentType(message);
  params.MimeType = message.media[0]?.contentType ?? '';
  if (message.button !== null) params.Button = JSON.stringify(message.button);
  if (message.contextId !== null) params.Context = JSON.stringify({ id: message.contextId });
  return params;
}
