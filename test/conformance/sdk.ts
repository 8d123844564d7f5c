import { Client } from 'plivo';

type Methods<Name extends string> = Readonly<Record<Name, (...args: readonly unknown[]) => Promise<unknown>>>;

/** What `powerpacks.get` returns. */
export interface SdkPowerpack extends Methods<
  | 'update'
  | 'delete'
  | 'add_number'
  | 'find_number'
  | 'list_numbers'
  | 'count_numbers'
  | 'remove_number'
  | 'find_shortcode'
  | 'list_shortcodes'
  | 'remove_shortcode'
  | 'add_tollfree'
  | 'find_tollfree'
  | 'list_tollfree'
  | 'remove_tollfree'
> {
  readonly number_pool: {
    readonly numbers: Methods<'add' | 'find' | 'list' | 'count' | 'remove'>;
    readonly shortcodes: Methods<'find' | 'list' | 'remove'>;
    readonly tollfree: Methods<'add' | 'find' | 'list' | 'remove'>;
  };
}

/** The official SDK as far as the reference goes. Its own types are `any`, or say less than its code does. */
export interface Sdk {
  readonly messages: Methods<'create' | 'get' | 'list' | 'listMedia'>;
  readonly profile: Methods<'create' | 'get' | 'list' | 'update' | 'delete'>;
  readonly brand: Methods<'create' | 'get' | 'list' | 'get_usecases' | 'deleteBrand'>;
  readonly campaign: Methods<
    | 'create'
    | 'import_campaign'
    | 'get'
    | 'list'
    | 'update'
    | 'deleteCampaign'
    | 'linkNumber'
    | 'listNumber'
    | 'getNumber'
    | 'unlinkNumber'
  >;
  readonly tollfreeVerification: Methods<'create' | 'get' | 'list' | 'update' | 'delete'>;
  readonly media: Methods<'upload' | 'get' | 'list'>;
  readonly powerpacks: Methods<'create' | 'update' | 'list'> & {
    readonly get: (uuid: string) => Promise<SdkPowerpack>;
  };
}

export function officialSdk(authId: string, authToken: string, url: string): Sdk {
  return new Client(authId, authToken, { url: `${url}/v1/Account/${authId}`, timeout: 5_000 }) as unknown as Sdk;
}
