/** One `<Message>` of an answer: what it says to send. */
export interface XmlMessage {
  readonly src: string | undefined;
  readonly dst: string | undefined;
  readonly type: string | undefined;
  readonly callbackUrl: string | undefined;
  readonly callbackMethod: string | undefined;
  readonly text: string;
  /** Addresses in `<Media>` children. */
  readonly media: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#')) {
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return ENTITIES[name.toLowerCase()] ?? whole;
  });
}

function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of tag.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found.set(name, unescape(double ?? single ?? ''));
  }
  return found;
}

function content(inner: string): string {
  return inner
    .split(/<!\[CDATA\[([\s\S]*?)\]\]>/)
    .map((part, index) => (index % 2 === 1 ? part : unescape(part)))
    .join('')
    .trim();
}

const MESSAGE = /<Message((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?:\/>|>([\s\S]*?)<\/Message\s*>)/g;
const MEDIA = /<Media\s*>([\s\S]*?)<\/Media\s*>/g;

/** The `<Message>` elements of a `<Response>`; undefined when the text is no such document. An empty answer has none. */
export function readMessageXml(xml: string): XmlMessage[] | undefined {
  const body = xml
    .replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .trim();
  if (body === '') return [];
  if (/^<Response\s*\/>$/.test(body)) return [];
  const inner = /^<Response\s*>([\s\S]*)<\/Response\s*>$/.exec(body)?.[1];
  if (inner === undefined) return undefined;
  return [...inner.matchAll(MESSAGE)].map(([, head = '', text = '']) => {
    const of = attributes(head);
    return {
      src: of.get('src'),
      dst: of.get('dst'),
      type: of.get('type'),
      callbackUrl: of.get('callbackUrl'),
      callbackMethod: of.get('callbackMethod'),
      text: content(text.replace(MEDIA, '')),
      media: [...text.matchAll(MEDIA)].map(([, url = '']) => content(url)),
    };
  });
}
