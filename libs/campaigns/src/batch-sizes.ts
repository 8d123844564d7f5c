import type { MessageRenderer } from '@herald/content';
import { routeTo } from '@herald/content';
import type { LaneBook, MessageChannel } from '@herald/lanes';

import { batchSize, windowSeconds } from './domain/batch-size';
import type { BatchSizes, PlanClaim } from './plan.repository';

// Any two letters: which of them a list holds is known only once it is read.
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const COUNTRIES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

type Cut = Pick<PlanClaim, 'sender' | 'expiryS' | 'maxBacklogS'>;

/** How one message goes to a country. */
export interface Form {
  readonly channel: MessageChannel;
  readonly unitsPerMessage: number;
}

/** How a campaign is cut: a lane's rate may differ by country and channel, and with it what one request may hold. */
export function batchSizes(
  claim: Cut,
  book: LaneBook,
  backlogS: number,
  formIn: (country: string) => Form,
): BatchSizes {
  const sizeOf = (country: string): number => sizeOfBatch(claim, book, backlogS, country, formIn(country));
  const elsewhere = sizeOf('ZZ');
  const own = COUNTRIES.map((country) => [country, sizeOf(country)] as const);
  return { elsewhere, countries: new Map(own.filter(([, size]) => size !== elsewhere)) };
}

export function sizeOfBatch(claim: Cut, book: LaneBook, backlogS: number, country: string, form: Form): number {
  const { sender } = claim;
  const windowS = windowSeconds(claim.maxBacklogS ?? backlogS, claim.expiryS);
  const perSecond = book.drainRate({ sender, country, channel: form.channel });
  return batchSize({ perSecond, unitsPerMessage: form.unitsPerMessage, windowS });
}

/** The form of a message without anybody's values. */
export function typicalForm(renderer: MessageRenderer): (country: string) => Form {
  const forms = new Map(
    renderer.routes.map((route) => {
      const { channel, units } = renderer.render(route, [], []);
      return [route, { channel, unitsPerMessage: units }] as const;
    }),
  );
  return (country) => {
    const form = forms.get(routeTo(country, renderer.routes));
    if (form === undefined) throw new Error(`no form for ${country}`);
    return form;
  };
}
