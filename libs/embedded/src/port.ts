import { connect, createServer } from 'node:net';

const HOST = '127.0.0.1';

/** `preferred` when nobody listens there, else a port the system says is free. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    const port = await listenOnce(preferred).catch(() => undefined);
    if (port !== undefined) return port;
  }
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no address'));
      });
    });
  });
}

/**
 * Sends `request` to a local port and gathers the answer until `enough` says so; undefined when that did not come within
 * a second.
 */
export function ask(port: number, request: string | Buffer, enough: RegExp): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    let answer = '';
    const finish = (result?: string): void => {
      socket.destroy();
      resolve(result);
    };
    const fail = (): void => {
      finish();
    };
    socket.setEncoding('latin1').setTimeout(1000, fail);
    socket.once('connect', () => socket.write(request));
    socket.on('data', (text) => {
      answer += String(text);
      if (enough.test(answer)) finish(answer);
    });
    socket.once('error', fail);
    socket.once('close', fail);
  });
}
