import { z } from 'zod';

import { identifier, some, someBoolean, someText } from '../answer-reader';
import { pageMeta } from '../pages';

type SenderType = 'shortcode' | 'tollfree' | 'longcode';

/** Which type of number a Powerpack sends from first, for one country and one service. */
export interface NumberPriority {
  readonly country_iso: 'US' | 'CA';
  readonly service_type: 'SMS' | 'MMS';
  readonly priority: {
    readonly priority1: SenderType;
    readonly priority2: SenderType;
    readonly priority3: SenderType;
  };
}

/** "Create a Powerpack". */
export interface NewPowerpack {
  /** No other Powerpack of the account has it. */
  readonly name: string;
  /** The same destination always gets the same number; true unless told otherwise. */
  readonly sticky_sender?: boolean;
  /** Numbers of the destination's area code and state come first; true unless told otherwise. */
  readonly local_connect?: boolean;
  /** Needed with an `application_id` other than `none`. */
  readonly application_type?: 'xml' | 'phlo';
  /** An application's id, or `none`. */
  readonly application_id?: string;
  readonly number_priority?: readonly NumberPriority[];
}

export type PowerpackChanges = Partial<NewPowerpack>;

const numberPriority = z.looseObject({
  country_iso: someText,
  service_type: someText,
  priority: z.looseObject({ priority1: someText, priority2: someText, priority3: someText }).optional(),
});

export const powerpack = z.looseObject({
  /** Of a Powerpack by itself, not in a list. */
  api_id: someText,
  uuid: identifier,
  name: someText,
  sticky_sender: someBoolean,
  local_connect: someBoolean,
  application_type: someText,
  application_id: someText,
  /** The pool's URI, `…/NumberPool/{uuid}/`: `poolUuidOf` takes the uuid out. */
  number_pool: someText,
  number_priority: some(z.array(numberPriority)),
  created_on: someText,
});
export type Powerpack = z.infer<typeof powerpack>;

export const powerpackPage = z.looseObject({
  api_id: someText,
  meta: some(pageMeta),
  objects: z.array(powerpack),
});
export type PowerpackPage = z.infer<typeof powerpackPage>;

/** The uuid that the operations on a Powerpack's numbers take; undefined when its URI is not what the reference shows. */
export function poolUuidOf({ number_pool: uri }: Pick<Powerpack, 'number_pool'>): string | undefined {
  return /\/NumberPool\/([^/]+)\/?$/i.exec(uri ?? '')?.[1];
}
