import type { MessageContent } from './message-content';

/** Where the provider delivers MMS. */
const MMS_COUNTRIES: readonly string[] = ['US', 'CA'];

export type Channel = 'sms' | 'mms' | 'whatsapp';

/** The countries of a campaign that get its message in one form. */
export interface Route {
  readonly channel: Channel;
  /** Null: all that no other route takes. */
  readonly countries: readonly string[] | null;
  /** Nobody there can be sent to, and why. */
  readonly heldBack?: HeldBack;
}

/** Why a recipient gets no request. */
export interface HeldBack {
  readonly code: string;
  readonly message: string;
}

/** How a campaign goes to each country: an MMS as an SMS where the provider takes no MMS, if there is a text for it. */
export function routesOf(
  type: Channel,
  content: Pick<MessageContent, 'fallback_text'> | null,
): readonly [Route, ...Route[]] {
  if (type !== 'mms') return [{ channel: type, countries: null }];
  const elsewhere: Route = { channel: 'sms', countries: null };
  return [
    { channel: 'mms', countries: MMS_COUNTRIES },
    content?.fallback_text === undefined ? { ...elsewhere, heldBack: NO_MMS } : elsewhere,
  ];
}

export function routeTo(country: string, routes: readonly Route[]): Route {
  const own = routes.find(({ countries }) => countries?.includes(country) === true);
  const found = own ?? routes.find(({ countries }) => countries === null);
  if (found === undefined) throw new Error(`no route to ${country}`);
  return found;
}

const NO_MMS: HeldBack = {
  code: 'mms_country',
  message: `The provider takes MMS to ${MMS_COUNTRIES.join(' and ')} only, and the campaign has no fallback_text.`,
};
