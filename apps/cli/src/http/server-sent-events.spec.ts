import fc from 'fast-check';
import { readEvents, type ServerSentEvent } from './server-sent-events';

// eslint-disable-next-line @typescript-eslint/require-await -- an async source out of values
async function* chunksOf(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes: readonly number[] = []): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(chunksOf(new TextEncoder().encode(text), sizes))) events.push(event);
  return events;
}

const STREAM =
  '\n: still here\n\nevent: progress\nid: 1\nretry: 1000\ndata: {"name":"Frühling"}\n\ndata: two\ndata:lines\n\nevent: end\ndata: x\n\n';
const EVENTS = [
  { type: 'progress', data: '{"name":"Frühling"}' },
  { type: 'message', data: 'two\nlines' },
  { type: 'end', data: 'x' },
];

describe('readEvents', () => {
  it('reads types and data, and skips comments', async () => {
    expect(await read(STREAM)).toEqual(EVENTS);
  });

  it('reads the same whatever the line ends and wherever the chunks are cut', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('\n', '\r\n'), async (cuts, end) => {
        expect(await read(STREAM.replaceAll('\n', end), cuts)).toEqual(EVENTS);
      }),
    );
  });

  it('does not take a cut-off event for a whole one', async () => {
    expect(await read('event: end\ndata: x\n')).toEqual([]);
  });
});
