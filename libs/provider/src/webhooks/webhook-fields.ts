import type { Form } from '../form';

/** A webhook's form as it came, or the payload it was stored as: a JSON object, perhaps with objects within. */
export type WebhookPayload = Form | Readonly<Record<string, unknown>>;

const DEEPEST = 3;

/**
 * A webhook's fields, whatever their names look like: `MessageUUID`, `message_uuid` and `messageUuid` are one. Blank values are as good
 * as none. An object within is opened, so that what counts is the name of the innermost field; or kept, as its JSON.
 */
export class WebhookFields {
  private readonly values = new Map<string, string[]>();

  constructor(
    payload: WebhookPayload,
    private readonly objects: 'open' | 'keep',
  ) {
    if (!isForm(payload)) this.open(payload, 0);
    else for (const [at, key] of payload.keys.entries()) this.add(key, payload.values[at]);
  }

  /** The first value of the first of these names that has one, without space around. Names: lower case, without marks. */
  text(...names: readonly string[]): string | undefined {
    return this.written(...names)?.trim();
  }

  /** The same, with whatever space is around it. */
  written(...names: readonly string[]): string | undefined {
    return names.map((name) => this.values.get(name)?.[0]).find((value) => value !== undefined);
  }

  /** Every value of these names; `a,b` is two. */
  list(...names: readonly string[]): readonly string[] {
    return names.flatMap((name) => this.values.get(name) ?? []).flatMap((value) => value.trim().split(/\s*[,<]\s*/));
  }

  names(): Iterable<string> {
    return this.values.keys();
  }

  private open(object: object, depth: number): void {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (typeof one !== 'object' || one === null) this.add(key, one);
        else if (this.objects === 'keep') this.add(key, JSON.stringify(one));
        else if (depth < DEEPEST) this.open(one, depth + 1);
      }
    }
  }

  private add(key: string, value: unknown): void {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    if (text.trim() === '') return;
    const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
    const before = this.values.get(name);
    if (before === undefined) this.values.set(name, [text]);
    else before.push(text);
  }
}

function isForm(payload: WebhookPayload): payload is Form {
  return Array.isArray(payload.keys) && Array.isArray(payload.values) && Array.isArray(payload.sorted);
}

/** E.164 digits or a short code; `whatsapp:+14155550101` and `+1 (415) 555-0101` too. Undefined when masked or no number at all. */
export function numberOf(text: string | undefined): string | undefined {
  const plain = text?.replace(/^whatsapp:/i, '').replace(/[+()\s./-]/g, '');
  return plain !== undefined && /^[1-9]\d{2,14}$/.test(plain) ? plain : undefined;
}
