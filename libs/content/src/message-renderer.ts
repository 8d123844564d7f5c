import { countUnits, type Encoding } from '@herald/provider';

import { requestFaults, type WrittenMessage } from './check-content';
import { type Channel, type HeldBack, type Route, routesOf } from './domain/channels';
import type { MessageContent } from './domain/message-content';
import { fill, fillAll, parametersIn } from './domain/parameters';

/** What a request says beside its text and its media. */
export type RequestContent = Pick<MessageContent, 'template' | 'interactive' | 'location' | 'dlt'>;

/** What recipients with the same values get. */
export interface Rendered {
  readonly channel: Channel;
  readonly text: string;
  /** Null where nothing but media stand beside the text. */
  readonly content: RequestContent | null;
  readonly encoding: Encoding;
  /** Billable: an MMS and a WhatsApp message are one each. */
  readonly units: number;
  /** Set when it cannot be sent. */
  readonly heldBack?: HeldBack;
}

/** Says what a campaign's message is for somebody: by their country, and by the values of their columns. */
export class MessageRenderer {
  /** At least one. */
  readonly routes: readonly [Route, ...Route[]];

  constructor(private readonly message: WrittenMessage) {
    this.routes = routesOf(message.type, message.content);
  }

  /** Columns that the message takes values from where it goes by this route. */
  parametersOf(route: Route): string[] {
    const { text, template, interactive, location } = this.partsOf(route);
    return parametersIn([text, template, interactive, location]);
  }

  /** Of any route. */
  get parameters(): string[] {
    return [...new Set(this.routes.flatMap((route) => this.parametersOf(route)))];
  }

  /** Whether a recipient without this column's value is held back. */
  needs(name: string): boolean {
    const { defaults = {}, if_missing: ifMissing = 'hold_back' } = this.message.content ?? {};
    return ifMissing === 'hold_back' && defaults[name] === undefined;
  }

  /** @param values of `parametersOf(route)`, in their order; null where the recipient has none */
  render(route: Route, names: readonly string[], values: readonly (string | null)[]): Rendered {
    const { text: written, ...rich } = this.partsOf(route);
    const { defaults = {}, media } = this.message.content ?? {};
    const valueOf = (name: string): string => values[names.indexOf(name)] ?? defaults[name] ?? '';
    const text = fill(written, valueOf);
    const content = Object.keys(rich).length === 0 ? null : fillAll(rich, valueOf);
    const { encoding, units } = countUnits(text);
    const { channel } = route;
    const rendered = { channel, text, content, encoding, units: channel === 'sms' ? units : 1 };
    if (route.heldBack !== undefined) return { ...rendered, heldBack: route.heldBack };
    const missing = names.filter((name, at) => (values[at] ?? null) === null && this.needs(name));
    if (missing.length > 0) return { ...rendered, heldBack: missingValues(missing) };
    if (names.length === 0) return rendered;
    const [fault] = requestFaults({
      type: channel,
      text,
      content: { ...content, ...(media === undefined ? {} : { media }) },
    });
    if (fault === undefined) return rendered;
    const message = `With this recipient's values, ${fault.field} ${fault.message}.`;
    return { ...rendered, heldBack: { code: fault.code, message } };
  }

  private partsOf({ channel, heldBack }: Route): { readonly text: string } & RequestContent {
    const { type, text, content } = this.message;
    const { template, interactive, location, dlt, fallback_text: fallback } = content ?? {};
    const parts = {
      ...(template === undefined ? {} : { template }),
      ...(interactive === undefined ? {} : { interactive }),
      ...(location === undefined ? {} : { location }),
      ...(dlt === undefined ? {} : { dlt }),
    };
    if (channel === type || heldBack !== undefined) return { text, ...parts };
    return { text: fallback ?? '', ...(dlt === undefined ? {} : { dlt }) };
  }
}

function missingValues(missing: readonly string[]): HeldBack {
  return { code: 'parameter_missing', message: `There is no value for ${missing.join(', ')}, and no default.` };
}
