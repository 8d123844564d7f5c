import { deadlineIn, type OperationId } from '@herald/provider';

import type { PlivoClients } from '../../support/plivo-clients';

type Json = Record<string, unknown>;

interface Given {
  /** Stands for every id of the path. */
  readonly id: string;
  /** Of the reference's request; its examples have values that its lists do not, so types are not held against them. */
  readonly body: never;
  /** Of the reference's response. */
  readonly response: Json;
}

const wrapped = (name: string, value: unknown): Json => ({ [name]: value });

/** Calls the client as the reference's example would be called. @returns what it answers, in the example's envelope */
export const DRIVE: Readonly<Record<OperationId, (clients: PlivoClients, given: Given) => Promise<unknown>>> = {
  'messages.send': async ({ messages }, { body }) => {
    const { src, powerpack_uuid: powerpackUuid, dst, text, url } = body as Readonly<Record<string, string>>;
    const outcome = await messages.sendMessage(
      {
        from: src === undefined ? { powerpackUuid: powerpackUuid ?? '' } : { src },
        destinations: (dst ?? '').replace(/\+/g, '').split('<'),
        text: text ?? '',
        type: 'sms',
        callbackUrl: url ?? '',
        log: 'true',
        trackable: false,
      },
      deadlineIn(2_000, Date.now()),
    );
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    const { apiId: api_id, messageUuids: message_uuid, invalidNumbers } = outcome;
    // Neither the text that says so nor an empty list is kept.
    return {
      api_id,
      message_uuid,
      message: 'message(s) queued',
      ...(invalidNumbers[0] && { invalid_number: invalidNumbers }),
    };
  },
  'messages.get': async ({ messages }, { id }) => (await messages.getMessage(id))?.mdr,
  'messages.list': async ({ messages }, { response }) => {
    const { records, hasMore } = await messages.listMessages({});
    if (!hasMore) throw new Error('the example has a next page');
    return { ...response, objects: records.map(({ mdr }) => mdr) };
  },
  'messages.media': ({ messages }, { id }) => messages.listMessageMedia(id),

  'profiles.create': ({ profiles }, { body }) => profiles.create(body),
  'profiles.list': ({ profiles }) => profiles.list(),
  'profiles.get': async ({ profiles }, { id, response }) => ({
    ...response,
    ...wrapped('profile', await profiles.get(id)),
  }),
  'profiles.update': async ({ profiles }, { id, body, response }) => ({
    ...response,
    ...wrapped('profile', await profiles.update(id, body)),
  }),
  'profiles.delete': ({ profiles }, { id }) => profiles.delete(id),

  'brands.create': ({ brands }, { body }) => brands.create(body),
  'brands.list': ({ brands }) => brands.list(),
  'brands.get': async ({ brands }, { id, response }) => ({ ...response, ...wrapped('brand', await brands.get(id)) }),
  'brands.useCases': ({ brands }, { id }) => brands.useCases(id),
  'brands.delete': ({ brands }, { id }) => brands.delete(id),

  'campaigns.create': ({ campaigns }, { body }) => campaigns.create(body),
  'campaigns.import': ({ campaigns }, { body }) => campaigns.import(body),
  'campaigns.list': ({ campaigns }) => campaigns.list(),
  'campaigns.get': async ({ campaigns }, { id, response }) => ({
    ...response,
    ...wrapped('campaign', await campaigns.get(id)),
  }),
  'campaigns.update': async ({ campaigns }, { id, body, response }) => ({
    ...response,
    ...wrapped('campaign', await campaigns.update(id, body)),
  }),
  'campaigns.delete': ({ campaigns }, { id }) => campaigns.delete(id),

  'links.create': ({ links }, { id, body }) => links.link(id, body),
  'links.list': ({ links }, { id }) => links.list(id),
  'links.get': async ({ links }, { id, response }) => {
    const [first] = response.phone_numbers as { readonly number: string }[];
    return { ...response, phone_numbers: [await links.get(id, first?.number ?? '')] };
  },
  'links.delete': ({ links }, { id, body }) => links.unlink(id, id, body),

  'tollfree.create': ({ tollfree }, { body }) => tollfree.create(body),
  'tollfree.get': ({ tollfree }, { id }) => tollfree.get(id),
  'tollfree.list': ({ tollfree }) => tollfree.list(),
  'tollfree.update': ({ tollfree }, { id, body }) => tollfree.update(id, body),
  'tollfree.delete': ({ tollfree }, { id }) => tollfree.delete(id),

  'media.get': ({ media }, { id }) => media.get(id),
  'media.list': ({ media }) => media.list(),
  'media.upload': ({ media }) => media.upload([{ name: 'a.png', contentType: 'image/png', bytes: Buffer.from('PNG') }]),

  'powerpacks.create': ({ powerpacks }, { body }) => powerpacks.create(body),
  'powerpacks.update': ({ powerpacks }, { id, body }) => powerpacks.update(id, body),
  'powerpacks.get': ({ powerpacks }, { id }) => powerpacks.get(id),
  'powerpacks.list': ({ powerpacks }) => powerpacks.list(),
  'powerpacks.delete': ({ powerpacks }, { id, body }) => powerpacks.delete(id, body),

  'poolNumbers.add': ({ pools }, { id }) => pools.addNumber(id, id),
  'poolNumbers.get': ({ pools }, { id }) => pools.getNumber(id, id),
  'poolNumbers.list': ({ pools }, { id }) => pools.listNumbers(id),
  'poolNumbers.remove': ({ pools }, { id }) => pools.removeNumber(id, id),
  'poolShortcodes.get': ({ pools }, { id }) => pools.getShortcode(id, id),
  'poolShortcodes.list': ({ pools }, { id }) => pools.listShortcodes(id),
  'poolShortcodes.remove': ({ pools }, { id }) => pools.removeShortcode(id, id),
  'poolTollfree.add': ({ pools }, { id }) => pools.addTollfree(id, id),
  'poolTollfree.get': ({ pools }, { id }) => pools.getTollfree(id, id),
  'poolTollfree.list': ({ pools }, { id }) => pools.listTollfree(id),
  'poolTollfree.remove': ({ pools }, { id }) => pools.removeTollfree(id, id),
};
