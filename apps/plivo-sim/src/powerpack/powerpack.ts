export const POOL_KINDS = ['shortcode', 'longcode', 'tollfree'] as const;
export type PoolKind = (typeof POOL_KINDS)[number];
export type Service = 'sms' | 'mms';

/** A number in a pool. */
export interface PoolNumber {
  readonly number: string;
  readonly kind: PoolKind;
  readonly service: Service;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
}

/** Which kind of number goes first, for one service in one country [ref]; null: that place is not used. */
export interface NumberPriority {
  readonly service_type: 'SMS' | 'MMS';
  readonly country_iso: 'US' | 'CA';
  readonly priority: Readonly<Record<'priority1' | 'priority2' | 'priority3', PoolKind | null>>;
}

/** What a customer sets of a Powerpack. */
export interface PowerpackSettings {
  readonly name: string;
  readonly sticky_sender: boolean;
  readonly local_connect: boolean;
  /** Empty without an application. */
  readonly application_type: string;
  readonly application_id: string;
  readonly number_priority: readonly NumberPriority[];
}

export interface Powerpack {
  readonly uuid: string;
  readonly poolUuid: string;
  readonly authId: string;
  readonly createdAt: number;
  settings: PowerpackSettings;
  /** In the order in which they were added. */
  readonly pool: Map<string, PoolNumber>;
}
