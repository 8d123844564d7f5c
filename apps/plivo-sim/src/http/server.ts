import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { type World } from '../world';
import { answer, answerJson, BodyTooLarge } from './answer';
import { handleControl } from './control-api';
import { homePage } from './home-page';
import { serveMedia } from './media-routes';
import { MessageApi } from './message-api';

const KEEP_ALIVE_MS = 120_000;

/** One HTTP server for the provider's API, the controls and the home page. */
export function createHttpServer(world: World): Server {
  const api = new MessageApi(world);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? 'localhost';
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname.startsWith('/v1/')) await api.handle(request, response, url);
    else if (url.pathname.startsWith('/_sim/')) await handleControl(world, request, response, url);
    else if (url.pathname.startsWith('/Account/')) serveMedia(world, url.pathname, response);
    else if (url.pathname === '/') answer(response, 200, 'text/html; charset=utf-8', homePage(world, url.origin));
    else answerJson(response, 404, { error: 'not found' });
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      const status = error instanceof BodyTooLarge ? 413 : 500;
      if (status === 500) process.stderr.write(`simulator: ${String((error as Error).stack)}\n`);
      answerJson(response, status, { error: status === 413 ? 'request body too large' : 'internal error' });
    });
  });
  // Longer than any client keeps a connection: the simulator must never cut one by accident, only as a fault.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1000;
  server.requestTimeout = 0;
  return server;
}
