import { type Intake } from '../intake';
import { type MessageIds } from '../message-id';
import { type InboundMessage } from './inbound-message';
import { readMessageXml } from './message-xml';

/**
 * Sends what a webhook's answer says. `src` and `dst` are the two sides of the inbound message where the XML does not
 * name them. An answer that is no XML is no answer; WhatsApp messages can't be answered so [ref].
 */
export function carryOut(
  message: InboundMessage,
  answer: string,
  parts: { readonly intake: Intake; readonly ids: MessageIds; readonly now: number },
): void {
  if (message.type === 'whatsapp' || !answer.trimStart().startsWith('<')) return;
  const elements = readMessageXml(answer);
  if (elements === undefined) {
    message.answerFault = 'the answer is no <Response> document';
    return;
  }
  const { intake, ids, now } = parts;
  for (const element of elements) {
    const send = intake.check(
      {
        src: element.src ?? message.to,
        dst: element.dst ?? String(message.from),
        text: element.text,
        type: element.type ?? 'sms',
        media_urls: element.media.length > 0 ? element.media : undefined,
        url: element.callbackUrl,
        method: element.callbackMethod,
      },
      now,
    );
    if ('status' in send) {
      message.answerFault = send.error;
      continue;
    }
    const first = intake.accept(send, { authId: message.authId, ip: '', inReplyTo: message.uuid }, now);
    message.answers.push(...send.numbers.map((_, index) => ids.of(first + index)));
  }
}
