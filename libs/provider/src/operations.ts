/** One operation of the provider's reference. Paths are below `/v1/Account/{auth_id}/`. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** The other spelling, where the reference's heading and its example (or the provider's SDK) do not agree. */
  readonly otherPath?: string;
  /** The status of the reference's example. */
  readonly status: 200 | 201 | 202 | 204;
}

/**
 * The 48 operations of the reference (https://www.plivo.com/docs/messaging/api/overview). `path` is the spelling that its examples,
 * the provider's SDK and the rest of the same resource share; `otherPath` is taken by `PlivoOptions.spelling: 'other'`.
 */
export const OPERATIONS = {
  'messages.send': { method: 'POST', path: 'Message/', status: 202 },
  'messages.get': { method: 'GET', path: 'Message/{message_uuid}/', status: 200 },
  'messages.list': { method: 'GET', path: 'Message/', status: 200 },
  'messages.media': { method: 'GET', path: 'Message/{message_uuid}/Media/', status: 200 },

  'profiles.create': { method: 'POST', path: 'Profile/', status: 200 },
  'profiles.list': { method: 'GET', path: 'Profile/', status: 200 },
  'profiles.get': { method: 'GET', path: 'Profile/{profile_uuid}/', status: 200 },
  'profiles.update': { method: 'POST', path: 'Profile/{profile_uuid}/', status: 200 },
  'profiles.delete': { method: 'DELETE', path: 'Profile/{profile_uuid}/', status: 200 },

  'brands.create': { method: 'POST', path: '10dlc/Brand/', status: 200 },
  'brands.list': { method: 'GET', path: '10dlc/Brand/', status: 200 },
  'brands.get': { method: 'GET', path: '10dlc/Brand/{brand_id}/', otherPath: 'Brand/{brand_id}/', status: 200 },
  'brands.useCases': {
    method: 'GET',
    path: '10dlc/Brand/{brand_id}/usecases/',
    otherPath: 'Brand/{brand_id}/usecases/',
    status: 200,
  },
  'brands.delete': { method: 'DELETE', path: '10dlc/Brand/{brand_id}/', otherPath: 'Brand/{brand_id}/', status: 200 },

  'campaigns.create': { method: 'POST', path: '10dlc/Campaign/', status: 200 },
  'campaigns.import': {
    method: 'POST',
    path: '10dlc/Campaign/Import/',
    otherPath: '10dlc/Campaign/Import',
    status: 200,
  },
  'campaigns.list': { method: 'GET', path: '10dlc/Campaign/', status: 200 },
  'campaigns.get': { method: 'GET', path: '10dlc/Campaign/{campaign_id}/', status: 200 },
  'campaigns.update': { method: 'POST', path: '10dlc/Campaign/{campaign_id}/', status: 200 },
  'campaigns.delete': {
    method: 'DELETE',
    path: '10dlc/Campaign/{campaign_id}/',
    otherPath: 'Campaign/{campaign_id}/',
    status: 200,
  },

  'links.create': { method: 'POST', path: '10dlc/Campaign/{campaign_id}/Number/', status: 202 },
  'links.list': { method: 'GET', path: '10dlc/Campaign/{campaign_id}/Number/', status: 200 },
  'links.get': { method: 'GET', path: '10dlc/Campaign/{campaign_id}/Number/{number}/', status: 200 },
  'links.delete': { method: 'DELETE', path: '10dlc/Campaign/{campaign_id}/Number/{number}/', status: 202 },

  'tollfree.create': { method: 'POST', path: 'TollfreeVerification/', status: 201 },
  'tollfree.get': { method: 'GET', path: 'TollfreeVerification/{uuid}/', status: 200 },
  'tollfree.list': { method: 'GET', path: 'TollfreeVerification/', status: 200 },
  'tollfree.update': { method: 'POST', path: 'TollfreeVerification/{uuid}/', status: 202 },
  'tollfree.delete': { method: 'DELETE', path: 'TollfreeVerification/{uuid}/', status: 204 },

  'media.get': { method: 'GET', path: 'Media/{media_id}/', status: 200 },
  'media.list': { method: 'GET', path: 'Media/', status: 200 },
  'media.upload': { method: 'POST', path: 'Media/', status: 200 },

  'powerpacks.create': { method: 'POST', path: 'Powerpack/', status: 200 },
  'powerpacks.update': { method: 'POST', path: 'Powerpack/{powerpack_uuid}/', status: 200 },
  'powerpacks.get': { method: 'GET', path: 'Powerpack/{powerpack_uuid}/', status: 200 },
  'powerpacks.list': { method: 'GET', path: 'Powerpack/', status: 200 },
  'powerpacks.delete': { method: 'DELETE', path: 'Powerpack/{powerpack_uuid}/', status: 200 },

  'poolNumbers.add': { method: 'POST', path: 'NumberPool/{pool_uuid}/Number/{number}/', status: 200 },
  'poolNumbers.get': {
    method: 'GET',
    path: 'NumberPool/{pool_uuid}/Number/{number}/',
    otherPath: 'NumberPool/{pool_uuid}/{number}/',
    status: 200,
  },
  'poolNumbers.list': { method: 'GET', path: 'NumberPool/{pool_uuid}/Number/', status: 200 },
  'poolNumbers.remove': { method: 'DELETE', path: 'NumberPool/{pool_uuid}/Number/{number}/', status: 200 },

  'poolShortcodes.get': { method: 'GET', path: 'NumberPool/{pool_uuid}/Shortcode/{shortcode}/', status: 200 },
  'poolShortcodes.list': { method: 'GET', path: 'NumberPool/{pool_uuid}/Shortcode/', status: 200 },
  'poolShortcodes.remove': { method: 'DELETE', path: 'NumberPool/{pool_uuid}/Shortcode/{shortcode}/', status: 200 },

  'poolTollfree.add': { method: 'POST', path: 'NumberPool/{pool_uuid}/Tollfree/{number}/', status: 200 },
  'poolTollfree.get': { method: 'GET', path: 'NumberPool/{pool_uuid}/Tollfree/{number}/', status: 200 },
  'poolTollfree.list': { method: 'GET', path: 'NumberPool/{pool_uuid}/Tollfree/', status: 200 },
  'poolTollfree.remove': { method: 'DELETE', path: 'NumberPool/{pool_uuid}/Tollfree/{number}/', status: 200 },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationId = keyof typeof OPERATIONS;

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The ids that an operation's path holds, by their names. */
export type PathIds<Id extends OperationId> = Readonly<Record<NamesIn<(typeof OPERATIONS)[Id]['path']>, string>>;

/** @throws RangeError on an empty id: `Brand//` would be another operation */
export function pathOf<Id extends OperationId>(id: Id, ids: PathIds<Id>, spelling: 'usual' | 'other'): string {
  const operation: Operation = OPERATIONS[id];
  const path = spelling === 'other' ? (operation.otherPath ?? operation.path) : operation.path;
  const values: Readonly<Record<string, string | undefined>> = ids;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new RangeError(`${id} needs a ${name}, and got none`);
    return encodeURIComponent(value);
  });
}
