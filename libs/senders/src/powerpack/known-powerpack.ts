import type { NumberPriority } from '../domain/powerpack/number-priority';

/** A Powerpack as its table has it. */
export interface KnownPowerpack {
  readonly uuid: string;
  readonly name: string;
  readonly sticky_sender: boolean;
  readonly local_connect: boolean;
  readonly application_type: string | null;
  readonly application_id: string | null;
  readonly number_pool_uuid: string | null;
  readonly number_priority: readonly NumberPriority[];
  readonly state: 'active' | 'gone';
  readonly created_on: Date | null;
  readonly version: number;
  readonly synced_at: Date;
}

export interface PoolMember {
  readonly sender: string;
  readonly type: 'number' | 'short_code' | 'toll_free';
  readonly country: string | null;
  readonly mms: boolean;
  readonly added_on: Date | null;
}

/** Which number of a pool: its type says where in the pool it is. */
export type PoolKey = Pick<PoolMember, 'sender' | 'type'>;

export type PowerpackWithPool = KnownPowerpack & { readonly pool: readonly PoolMember[] };

/** What an operator says of one. */
export interface PowerpackInput {
  readonly name: string;
  readonly sticky_sender?: boolean | undefined;
  readonly local_connect?: boolean | undefined;
  readonly application_type?: 'xml' | 'phlo' | undefined;
  readonly application_id?: string | undefined;
  readonly number_priority?: readonly NumberPriority[] | undefined;
}

/** Only what is given changes. */
export type PowerpackEdit = { readonly [Field in keyof PowerpackInput]?: PowerpackInput[Field] | undefined };
