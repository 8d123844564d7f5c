import { AppError } from '@herald/kernel';
import { Readable } from 'node:stream';

/** The lines of a streamed body, without their ends. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

export function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  if (response.body === null)
    throw new AppError('unavailable', 'no_body', `${response.url} was answered without a body`);
  return Readable.fromWeb(response.body);
}
