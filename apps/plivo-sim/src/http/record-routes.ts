import { type ServerResponse } from 'node:http';

import { listRows, readListQuery } from '../ledger/list-filter';
import { type RecordView, messageRecord } from '../ledger/message-record';
import { hidesContent } from '../message/mask';
import { type World } from '../world';
import { answerJson } from './answer';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
};
const MEDIA_BYTES = 100_000;

export interface ReadCall {
  /** The account or subaccount that asks: a subaccount sees its own messages alone. */
  readonly authId: string;
  readonly apiId: string;
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
}

function view(world: World): RecordView {
  const { ledger, ids, settings, identity } = world;
  return { ledger, ids, options: settings.current, mainAuthId: identity.authId };
}

function notFound(call: ReadCall): void {
  answerJson(call.response, 404, { api_id: call.apiId, error: 'not found' });
}

function visibleRow(id: string, call: ReadCall, world: World): number | undefined {
  const row = world.ids.rowOf(id);
  if (row === undefined || row >= world.ledger.size) return undefined;
  const isMain = call.authId === world.identity.authId;
  return isMain || world.ledger.requestOf(row).authId === call.authId ? row : undefined;
}

/** GET …/Message/{uuid}/ */
export function getRecord(id: string, call: ReadCall, world: World): void {
  const row = visibleRow(id, call, world);
  if (row === undefined) notFound(call);
  else answerJson(call.response, 200, { api_id: call.apiId, ...messageRecord(row, view(world)) });
}

function pageLink(call: ReadCall, offset: number, limit: number): string {
  const query = new URLSearchParams(call.query);
  query.set('limit', String(limit));
  query.set('offset', String(offset));
  return `/v1/Account/${call.authId}/Message/?${query.toString()}`;
}

/** GET …/Message/ */
export function listRecords(call: ReadCall, world: World): void {
  const asked = new URLSearchParams(call.query);
  if (call.authId !== world.identity.authId) asked.set('subaccount', call.authId);
  const query = readListQuery(asked, world.clock());
  if (typeof query === 'string') {
    answerJson(call.response, 400, { api_id: call.apiId, error: query });
    return;
  }
  const { limit, offset } = query;
  const { rows, more } = listRows(query, world.ledger, world.ids);
  const seen = view(world);
  answerJson(call.response, 200, {
    api_id: call.apiId,
    meta: {
      limit,
      offset,
      next: more ? pageLink(call, offset + limit, limit) : null,
      previous: offset > 0 ? pageLink(call, Math.max(0, offset - limit), limit) : null,
    },
    objects: rows.map((row) => messageRecord(row, seen)),
  });
}

/** GET …/Message/{uuid}/Media/: empty for SMS, and for what was not to be logged. */
export function listMedia(id: string, call: ReadCall, world: World): void {
  const row = visibleRow(id, call, world);
  if (row === undefined) {
    notFound(call);
    return;
  }
  const request = world.ledger.requestOf(row);
  const urls = hidesContent(request.log) ? [] : request.mediaUrls;
  const messageId = world.ids.of(row);
  const objects = urls.map((url, index) => {
    const mediaId = world.ids.mediaId(row, index);
    const extension = /\.(\w+)(?:[?#].*)?$/.exec(url)?.[1]?.toLowerCase() ?? '';
    return {
      content_type: MEDIA_TYPES[extension] ?? 'application/octet-stream',
      media_id: mediaId,
      media_url: `https://media.plivo.com/Account/${call.authId}/Message/${messageId}/Media/${mediaId}`,
      message_uuid: messageId,
      size: MEDIA_BYTES + (world.random.hash('message_id', row, 500 + index) % MEDIA_BYTES),
    };
  });
  answerJson(call.response, 200, {
    api_id: call.apiId,
    meta: { limit: 20, offset: 0, next: null, previous: null, total_count: objects.length },
    objects,
  });
}
