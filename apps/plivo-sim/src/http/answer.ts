import { type IncomingMessage, type ServerResponse } from 'node:http';

/** Ten uploads of 2 MB and what surrounds them. */
const MOST_BODY_BYTES = 32 * 1024 * 1024;

export class BodyTooLarge extends Error {}

export function answer(response: ServerResponse, status: number, type: string, body: string, more = {}): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...more });
  response.end(body);
}

export function answerJson(response: ServerResponse, status: number, body: unknown, more = {}): void {
  answer(response, status, 'application/json', JSON.stringify(body), more);
}

/** What a proxy in front of the provider says when it fails: HTML, not JSON. */
export function answerHtmlError(response: ServerResponse, status: 500 | 503): void {
  const title = status === 500 ? '500 Internal Server Error' : '503 Service Temporarily Unavailable';
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`;
  answer(response, status, 'text/html', html);
}

/** Cuts the connection without an answer. */
export function dropConnection(response: ServerResponse): void {
  response.socket?.destroy();
}

/** The whole body as it came; throws {@link BodyTooLarge}. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new BodyTooLarge('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}
