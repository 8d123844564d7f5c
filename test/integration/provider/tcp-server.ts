import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface TcpServer {
  readonly url: string;
  /** Requests whose last byte has arrived. */
  requests(): number;
  /** Bytes that have arrived at all. */
  bytes(): number;
  close(): Promise<void>;
}

/** A server one level below HTTP, for all that a well-behaved one cannot do. `onRequest` is called once a whole request is there. */
export async function tcpServer(
  onRequest: (socket: Socket, request: number) => void,
  onConnect: (socket: Socket) => void = () => undefined,
): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let bytes = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnect(socket);
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
      bytes += chunk.length;
      const end = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (end < 0 || received.length < end + 4 + length) return;
      received = '';
      requests += 1;
      onRequest(socket, requests);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    bytes: () => bytes,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export const ACCEPTED = JSON.stringify({
  api_id: 'a',
  message: 'message(s) queued',
  message_uuid: ['b48d95dc-e3ac-11eb-a9c2-0242ac110005'],
});

export function answer(status: string, body: string, length = body.length): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;
}
