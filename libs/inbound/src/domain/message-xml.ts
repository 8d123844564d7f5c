const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 cannot hold, however it is written. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

interface XmlMessage {
  readonly src: string;
  readonly dst: string;
  readonly text: string;
}

/** What the provider sends when it gets this as the answer to an inbound message. */
export function messageXml({ src, dst, text }: XmlMessage): string {
  return `<Response><Message src="${escape(src)}" dst="${escape(dst)}" type="sms">${escape(text)}</Message></Response>`;
}

function escape(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
