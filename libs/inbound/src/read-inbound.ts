import { type Form, parseInboundMessage } from '@herald/provider';
import type { InboundMessage } from './domain/inbound-message';
import { storable } from './domain/payload';

const MAX_SMALLINT = 32_767;

/** An inbound message as Herald keeps it, or undefined where the form cannot be read as one. A button counts as its text. */
export function readInbound(form: Form): InboundMessage | undefined {
  const read = parseInboundMessage(form);
  if (read === undefined) return undefined;
  const {
    messageUuid,
    from,
    to,
    type,
    media,
    intent,
    powerpackUuid,
    units,
    contentType,
    button,
    repliesTo,
    errorCode,
  } = read;
  const details = {
    ...(contentType === undefined ? {} : { content_type: storable(contentType) }),
    ...(button?.payload === undefined ? {} : { button_payload: storable(button.payload) }),
    ...(repliesTo === undefined ? {} : { replies_to: storable(repliesTo) }),
    ...(errorCode === undefined ? {} : { error_code: storable(errorCode) }),
  };
  return {
    messageUuid,
    from,
    to,
    type,
    text: storable(read.text === '' ? (button?.text ?? '') : read.text),
    media: media.map(storable),
    intent: intent ?? null,
    powerpackUuid: powerpackUuid === undefined ? null : storable(powerpackUuid.toLowerCase()),
    units: Math.min(units, MAX_SMALLINT),
    details: Object.keys(details).length === 0 ? null : details,
  };
}
