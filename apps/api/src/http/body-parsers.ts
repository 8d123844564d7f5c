import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { jsonFaultPosition } from './json-position';
import { HttpProblem } from './problem';

export const JSON_BODY_LIMIT = 1_000_000;
const FIELD_LIMIT = 1_000_000;
const MAX_FIELDS = 50;

/**
 * What a body may be: JSON (parsed, ≤ 1 MB), a multipart form (`request.parts()`, nothing is buffered) or a raw file
 * (`request.body` is the stream itself). Anything else is a 415.
 */
export async function registerBodyParsers(fastify: FastifyInstance, uploadMaxBytes: number): Promise<void> {
  fastify.removeAllContentTypeParsers();
  // Guards against __proto__ and constructor keys, which JSON.parse lets through.
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    // Clients declare JSON on POSTs that have nothing to say.
    if (text.trim() === '') {
      done(null, undefined);
      return;
    }
    void parseJson(request, text, (error, value) => {
      if (error === null) done(null, value);
      else done(invalidJson(text, error));
    });
  });
  fastify.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => {
    done(null, payload);
  });
  await fastify.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: uploadMaxBytes, files: 1, fields: MAX_FIELDS, fieldSize: FIELD_LIMIT, parts: MAX_FIELDS + 1 },
  });
}

function invalidJson(text: string, cause: Error): HttpProblem {
  if (isJson(text)) return new HttpProblem(400, 'invalid_json', cause.message);
  const { offset, line, column } = jsonFaultPosition(text);
  const where = `line ${line}, column ${column} (offset ${offset})`;
  const what = offset >= text.length ? 'it ends there' : `found ${JSON.stringify(text.slice(offset, offset + 20))}`;
  return new HttpProblem(400, 'invalid_json', `The body is not JSON: wrong at ${where}, ${what}.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
