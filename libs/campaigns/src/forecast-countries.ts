import { MessageRenderer, routeTo } from '@herald/content';
import type { Sql } from '@herald/database';
import type { LaneBook } from '@herald/lanes';

import { batchSizes, type Form, typicalForm } from './batch-sizes';
import type { Campaign } from './campaign';
import type { ForecastCountry } from './domain/forecast';
import { personalCountries } from './forecast-personal';
import { passages } from './forecast-passages';
import type { Audience } from './forecast.repository';
import type { Price } from './prices.repository';

/** Recipients who will be held back when the campaign is planned, and why. */
export interface HeldBackForecast {
  readonly code: string;
  readonly message: string;
  readonly messages: number;
}

export interface ForecastedCountries {
  readonly countries: readonly ForecastCountry[];
  readonly heldBack: readonly HeldBackForecast[];
}

interface Facts {
  readonly sender: string;
  readonly audience: Audience;
  readonly book: LaneBook;
  readonly backlogS: number;
  readonly prices: readonly Price[];
}

/** Where a campaign goes: how many messages and requests, in which form, through which lanes, at what price. */
export async function forecastCountries(sql: Sql, campaign: Campaign, facts: Facts): Promise<ForecastedCountries> {
  const { sender, audience, book, backlogS, prices } = facts;
  const renderer = new MessageRenderer(campaign);
  const formIn = typicalForm(renderer);
  const cut = { sender, expiryS: campaign.message_expiry, maxBacklogS: campaign.max_backlog_seconds };
  const sizes = batchSizes(cut, book, backlogS, formIn);
  const sizeIn = (country: string): number => sizes.countries.get(country) ?? sizes.elsewhere;
  const complete = (each: Given): ForecastCountry => {
    const { channel, unitsPerMessage } = formIn(each.country);
    const price = prices.find((found) => found.country === each.country && found.channel === channel);
    const lanes = passages(book, { sender, country: each.country, channel });
    const known = { unitsPerMessage, ...each, batchSize: sizeIn(each.country), lanes };
    return price === undefined ? known : { ...known, price };
  };
  if (campaign.planned_at !== null) return { countries: audience.countries.map(complete), heldBack: [] };
  const heldBack = renderer.routes.flatMap((route) => {
    if (route.heldBack === undefined) return [];
    const theirs = audience.countries.filter(({ country }) => routeTo(country, renderer.routes) === route);
    return theirs.length === 0 ? [] : [{ ...route.heldBack, messages: messagesOf(theirs) }];
  });
  if (renderer.parameters.length === 0) {
    const sent = audience.countries.filter(({ country }) => routeTo(country, renderer.routes).heldBack === undefined);
    return { countries: sent.map(complete), heldBack };
  }
  const countries = audience.countries.map(({ country }) => country);
  const found = await personalCountries(sql, { listId: campaign.list_id, sender, renderer, sizeIn, countries });
  const missing = found.reduce((sum, each) => sum + each.missing, 0);
  const lacking = {
    code: 'parameter_missing',
    message: 'A value is missing, and there is no default.',
    messages: missing,
  };
  return {
    countries: found
      .filter(({ messages }) => messages > 0)
      .map(({ country, messages, requests, unitsPerMessage }) =>
        complete({ country, messages, requests, unitsPerMessage }),
      ),
    heldBack: missing === 0 ? heldBack : [...heldBack, lacking],
  };
}

type Given = Pick<ForecastCountry, 'country' | 'messages' | 'requests'> & Partial<Pick<Form, 'unitsPerMessage'>>;

function messagesOf(countries: readonly { readonly messages: number }[]): number {
  return countries.reduce((sum, { messages }) => sum + messages, 0);
}
