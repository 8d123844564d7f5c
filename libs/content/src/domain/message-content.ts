/** What a campaign says besides its text; fields of the provider have the provider's names. */
export interface MessageContent {
  /** Of the media library by id, or public by URL; in the order in which they are to be shown. */
  readonly media?: readonly (number | string)[] | undefined;
  /** What recipients get as an SMS whose country takes no MMS. Without it they are held back. */
  readonly fallback_text?: string | undefined;
  readonly template?: Template | undefined;
  readonly interactive?: Interactive | undefined;
  readonly location?: Location | undefined;
  readonly dlt?: Dlt | undefined;
  /** By parameter: what stands for a value that a recipient lacks. */
  readonly defaults?: Readonly<Record<string, string>> | undefined;
  /** What becomes of a recipient who lacks a value that has no default. */
  readonly if_missing?: IfMissing | undefined;
}

export const IF_MISSING = ['hold_back', 'blank'] as const;
export type IfMissing = (typeof IF_MISSING)[number];

/** Of the reference: header, body, button; carousels of cards are in the provider's SDKs. */
export const COMPONENT_TYPES = ['header', 'body', 'button', 'carousel'] as const;
/** The reference's text names the first two; the others are in the provider's SDKs. */
export const BUTTON_TYPES = ['url', 'quick_reply', 'copy_code', 'flow', 'catalog'] as const;
/** As above: text, media, payload; then the SDKs'. */
export const PARAMETER_TYPES = ['text', 'media', 'payload', 'currency', 'date_time', 'location'] as const;
export const INTERACTIVE_TYPES = ['list', 'reply', 'cta_url'] as const;

export interface Template {
  readonly name: string;
  readonly language: string;
  readonly components?: readonly Component[] | undefined;
}

export interface Component {
  readonly type: (typeof COMPONENT_TYPES)[number];
  readonly sub_type?: (typeof BUTTON_TYPES)[number] | undefined;
  /** The SDKs send a string. */
  readonly index?: string | number | undefined;
  readonly parameters?: readonly Parameter[] | undefined;
  readonly cards?: readonly Card[] | undefined;
}

export interface Card {
  readonly card_index: string | number;
  readonly components: readonly Component[];
}

export interface Parameter {
  readonly type: (typeof PARAMETER_TYPES)[number];
  readonly parameter_name?: string | undefined;
  readonly text?: string | undefined;
  readonly media?: string | undefined;
  readonly payload?: string | undefined;
  readonly currency?:
    { readonly fallback_value: string; readonly currency_code: string; readonly amount_1000: number } | undefined;
  readonly date_time?: { readonly fallback_value: string } | undefined;
  readonly location?: Location | undefined;
}

export interface Interactive {
  readonly type: (typeof INTERACTIVE_TYPES)[number];
  readonly header?:
    | { readonly type: 'text' | 'media'; readonly text?: string | undefined; readonly media?: string | undefined }
    | undefined;
  readonly body: { readonly text: string };
  readonly footer?: { readonly text: string } | undefined;
  readonly action: {
    readonly buttons?: readonly InteractiveButton[] | undefined;
    readonly sections?: readonly Section[] | undefined;
  };
}

export interface InteractiveButton {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly cta_url?: string | undefined;
}

export interface Section {
  readonly title?: string | undefined;
  readonly id?: string | undefined;
  readonly rows?:
    | readonly {
        readonly id?: string | undefined;
        readonly title?: string | undefined;
        readonly description?: string | undefined;
      }[]
    | undefined;
}

export interface Location {
  readonly latitude: string | number;
  readonly longitude: string | number;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
}

export interface Dlt {
  readonly entity_id: string;
  readonly template_id: string;
  readonly template_category: 'transactional' | 'promotional' | 'service_implicit' | 'service_explicit';
}
