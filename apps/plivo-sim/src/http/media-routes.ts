import { type ServerResponse } from 'node:http';

import { fileFault, type MediaFile, mediaType } from '../media/media-rules';
import { type StoredMedia } from '../media/media-store';
import { isoTimestamp } from '../timestamp';
import { type World } from '../world';
import { answerJson } from './answer';
import { ApiFault, notFound } from './api-fault';
import { pageOf } from './paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from './resource-router';

/** A media object as the reference shows it. */
function mediaObject(media: StoredMedia, world: World): Record<string, unknown> {
  return {
    content_type: media.contentType,
    file_name: media.fileName,
    media_id: media.id,
    size: media.bytes.length,
    upload_time: isoTimestamp(media.uploadedAt),
    media_url: world.mediaUrl(media.authId, media.id),
  };
}

function refusedObject(file: MediaFile, fault: string): Record<string, unknown> {
  const { name: file_name, bytes } = file;
  const content_type = mediaType(file);
  return { content_type, file_name, size: bytes.length, status: 'failed', status_code: 400, error_message: fault };
}

/** POST …/Media/: each file is taken or refused by itself, unless `unknowns.media_refusal` is `request`. */
function upload(call: ResourceCall, world: World): ResourceReply {
  const { media: limits, unknowns } = world.settings.current;
  const { files } = call.body;
  if (files.length === 0) throw new ApiFault(400, 'file parameter is missing');
  if (files.length > limits.max_files) throw new ApiFault(400, `file: at most ${limits.max_files} are allowed`);
  const faults = files.map((file) => fileFault(file, limits));
  const first = faults.find((fault) => fault !== undefined);
  if (first !== undefined && unknowns.media_refusal === 'request') throw new ApiFault(400, first);
  const objects = files.map((file, index) => {
    const fault = faults[index];
    if (fault !== undefined) return refusedObject(file, fault);
    const stored = world.media.add(call.account, file, call.now);
    return { ...mediaObject(stored, world), status: 'success', status_code: 201 };
  });
  return { status: 200, body: { objects } };
}

function get(call: ResourceCall, world: World): ResourceReply {
  const media = world.media.get(call.params.media_id ?? '', call.now);
  if (media?.authId !== call.account) throw notFound('media');
  return { status: 200, body: mediaObject(media, world) };
}

function list(call: ResourceCall, world: World): ResourceReply {
  const { meta, items } = pageOf(world.media.list(call.account, call.now), call);
  return { status: 200, body: { meta, objects: items.map((media) => mediaObject(media, world)) } };
}

export const MEDIA_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: 'Media/', handler: upload },
  { method: 'GET', path: 'Media/', handler: list },
  { method: 'GET', path: 'Media/{media_id}/', handler: get },
];

const FILE = /^\/Account\/([^/]+)\/(?:Message\/([^/]+)\/)?Media\/([^/]+)\/?$/;

/** What a `media_url` leads to: the file itself, without credentials as phones and carriers fetch it. */
export function serveMedia(world: World, path: string, response: ServerResponse): void {
  const [, authId, , id = ''] = FILE.exec(path) ?? [];
  const media = world.media.get(id, world.clock());
  if (media === undefined || media.authId !== authId) {
    answerJson(response, 404, { error: 'not found' });
    return;
  }
  response.writeHead(200, { 'content-type': media.contentType, 'content-length': media.bytes.length });
  response.end(media.bytes);
}
