import { type ServerResponse } from 'node:http';

import { type InboundMessage } from '../inbound/inbound-message';
import { matchingInbound } from '../inbound/inbound-list';
import { inboundRecord } from '../inbound/inbound-record';
import { matchingRows, readListQuery } from '../ledger/list-filter';
import { mergedPage } from '../ledger/merged-page';
import { type RecordView, messageRecord } from '../ledger/message-record';
import { mediaIdOf, typeByName } from '../media/media-rules';
import { hidesContent } from '../message/mask';
import { type World } from '../world';
import { answerJson } from './answer';

const MEDIA_BYTES = 100_000;

export interface ReadCall {
  /** The account or subaccount that asks: a subaccount sees its own messages alone. */
  readonly authId: string;
  readonly apiId: string;
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
}

function view(world: World): RecordView {
  const { ledger, ids, settings, identity, terms } = world;
  const campaignOf = (from: string): string | null => terms.campaignIdOf(from);
  return { ledger, ids, options: settings.current, mainAuthId: identity.authId, campaignOf };
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

function inboundView(message: InboundMessage, world: World): Record<string, unknown> {
  return inboundRecord(message, world.identity.authId, world.settings.current.unknowns.mdr_utc_offset_minutes);
}

function visibleInbound(id: string, call: ReadCall, world: World): InboundMessage | undefined {
  const message = world.inbound.get(id);
  const isMain = call.authId === world.identity.authId;
  return message?.forged === false && (isMain || message.authId === call.authId) ? message : undefined;
}

/** GET …/Message/{uuid}/ */
export function getRecord(id: string, call: ReadCall, world: World): void {
  const row = visibleRow(id, call, world);
  const inbound = row === undefined ? visibleInbound(id, call, world) : undefined;
  if (row !== undefined) answerJson(call.response, 200, { api_id: call.apiId, ...messageRecord(row, view(world)) });
  else if (inbound === undefined) notFound(call);
  else answerJson(call.response, 200, { api_id: call.apiId, ...inboundView(inbound, world) });
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
  const { ledger, inbound } = world;
  const seen = view(world);
  const { items, more } = mergedPage(
    { items: matchingRows(query, seen), at: (row) => ledger.requestOf(row).at },
    { items: matchingInbound(query, inbound), at: ({ at }) => at },
    query,
  );
  answerJson(call.response, 200, {
    api_id: call.apiId,
    meta: {
      limit,
      offset,
      next: more ? pageLink(call, offset + limit, limit) : null,
      previous: offset > 0 ? pageLink(call, Math.max(0, offset - limit), limit) : null,
    },
    objects: items.map((item) => (typeof item === 'number' ? messageRecord(item, seen) : inboundView(item, world))),
  });
}

/** The media of an outbound message: real uploads with their own type and size, the rest made up from the address. */
function sentMedia(row: number, authId: string, world: World): Record<string, unknown>[] {
  const request = world.ledger.requestOf(row);
  const urls = hidesContent(request.log) ? [] : request.mediaUrls;
  const messageId = world.ids.of(row);
  return urls.map((url, index) => {
    const upload = world.media.get(mediaIdOf(url) ?? '', world.clock());
    const mediaId = upload?.id ?? world.ids.mediaId(row, index);
    return {
      content_type: upload?.contentType ?? typeByName(url),
      media_id: mediaId,
      media_url: world.mediaUrl(authId, mediaId, messageId),
      message_uuid: messageId,
      size: upload?.bytes.length ?? MEDIA_BYTES + (world.random.hash('message_id', row, 500 + index) % MEDIA_BYTES),
    };
  });
}

function receivedMedia(message: InboundMessage, authId: string, world: World): Record<string, unknown>[] {
  return message.media.map(({ url, contentType }) => {
    const upload = world.media.get(mediaIdOf(url) ?? '', world.clock());
    const media_url = upload === undefined ? url : world.mediaUrl(authId, upload.id, message.uuid);
    const size = upload?.bytes.length ?? MEDIA_BYTES;
    return { content_type: contentType, media_id: upload?.id ?? '', media_url, message_uuid: message.uuid, size };
  });
}

/** GET …/Message/{uuid}/Media/: empty for SMS, and for what was not to be logged. */
export function listMedia(id: string, call: ReadCall, world: World): void {
  const row = visibleRow(id, call, world);
  const inbound = row === undefined ? visibleInbound(id, call, world) : undefined;
  if (row === undefined && inbound === undefined) {
    notFound(call);
    return;
  }
  const sent = row === undefined ? [] : sentMedia(row, call.authId, world);
  const objects = inbound === undefined ? sent : receivedMedia(inbound, call.authId, world);
  answerJson(call.response, 200, {
    api_id: call.apiId,
    meta: { limit: 20, offset: 0, next: null, previous: null, total_count: objects.length },
    objects,
  });
}
