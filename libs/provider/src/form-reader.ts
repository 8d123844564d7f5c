import { unescape } from 'node:querystring';
import { type Form, parseForm } from './form';

/** The keys of a form in their order, as the provider writes them again and again. */
interface Layout {
  readonly form: Pick<Form, 'keys' | 'sorted'>;
  /** What comes before each value: `A=`, `&B=`, … */
  readonly marks: readonly string[];
}

/** Different requests of one provider; the oldest is forgotten for a new one. */
const MAX_LAYOUTS = 8;
const MAX_KEYS = 64;
/** Written as it is, and not a number: those an object would put first. */
const PLAIN_KEY = /^[A-Za-z_]\w*$/;
const [AMPERSAND, PERCENT, PLUS, LAST_ASCII] = [0x26, 0x25, 0x2b, 0x7f];

/**
 * Reads forms that mostly have the same keys in the same order: these are cut at the places where the last ones were, without
 * looking for keys or sorting them anew. Any other form is read by `parseForm`; the result is the same.
 */
export class FormReader {
  private layouts: readonly Layout[] = [];

  read(text: string): Form {
    for (const { form, marks } of this.layouts) {
      const values = valuesBetween(text, marks);
      if (values !== undefined) return { keys: form.keys, values, sorted: form.sorted };
    }
    return parseForm(text);
  }

  /** Expects more forms like this one. Only for forms that are known to be the provider's: nobody else has a say in this. */
  learn({ keys, sorted }: Form): void {
    if (this.layouts.some(({ form }) => form.keys === keys)) return;
    if (keys.length === 0 || keys.length > MAX_KEYS || new Set(keys).size < keys.length) return;
    if (!keys.every((key) => PLAIN_KEY.test(key))) return;
    const marks = keys.map((key, at) => `${at === 0 ? '' : '&'}${key}=`);
    const known = this.layouts.filter((layout) => layout.marks.join('') !== marks.join(''));
    this.layouts = [{ form: { keys, sorted }, marks }, ...known].slice(0, MAX_LAYOUTS);
  }
}

/** The values of a text that has exactly these marks, or undefined: then it says something else, or in another way. */
function valuesBetween(text: string, marks: readonly string[]): string[] | undefined {
  const values: string[] = [];
  let at = 0;
  for (const mark of marks) {
    if (!text.startsWith(mark, at)) return undefined;
    const from = at + mark.length;
    let encoded = false;
    for (at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === AMPERSAND) break;
      if (code === PERCENT || code === PLUS) encoded = true;
      else if (code > LAST_ASCII) return undefined;
    }
    const raw = text.slice(from, at);
    values.push(encoded ? decode(raw) : raw);
  }
  return at === text.length ? values : undefined;
}

function decode(raw: string): string {
  const spaced = raw.replaceAll('+', ' ');
  return spaced.includes('%') ? unescape(spaced) : spaced;
}
