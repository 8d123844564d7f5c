import { readFileSync } from 'node:fs';

import { objectExamples, operationExamples } from '../support/plivo-reference';

const ACCOUNT = 'https://api.plivo.com/v1/Account/{auth_id}/';
const METHODS = ['GET', 'POST', 'DELETE'];
const END_OF_SAMPLE = 'Was this code helpful';

export interface ReferenceCount {
  /** Lines of the text at which an operation's heading stands. */
  readonly operations: readonly number[];
  /** Lines at which a JSON example begins, outside the samples of code. */
  readonly examples: readonly number[];
  /** Of these, the lines that no fixture is of. */
  readonly missed: readonly number[];
}

/** Counts what the reference's text has, and looks for each among the fixtures. Lines count from 1. */
export function countReference(file: string): ReferenceCount {
  const lines = readFileSync(file, 'utf8').split('\n');
  const operations = headingsIn(lines);
  const examples = examplesIn(lines);
  const fixtures = operationExamples();
  const known = new Set([
    ...fixtures.map(({ line }) => line),
    ...fixtures.flatMap(({ responses }) => responses.map(({ line }) => line)),
    ...objectExamples().map(({ line }) => line),
  ]);
  return { operations, examples, missed: [...operations, ...examples].filter((line) => !known.has(line)) };
}

function headingsIn(lines: readonly string[]): readonly number[] {
  const isHeading = (line: string, at: number): boolean => {
    const url = lines[at + 1] ?? '';
    // The overview of 10DLC has a heading of its own, and is no operation.
    return METHODS.includes(line) && url.startsWith(ACCOUNT) && url !== `${ACCOUNT}10dlc/`;
  };
  return lines.flatMap((line, at) => (isHeading(line, at) ? [at + 1] : []));
}

function examplesIn(lines: readonly string[]): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  let inSample = false;
  for (const [at, line] of lines.entries()) {
    if (line === '1' && lines[at + 1] === '2') inSample = true;
    else if (line === END_OF_SAMPLE) inSample = false;
    if (inSample) continue;
    if (line.startsWith('{') && (depth === 0 || lines[at - 1]?.startsWith('HTTP '))) {
      found.push(at + 1);
      depth = 0;
    }
    // Some examples lack a bracket: a line of prose ends them.
    if (depth === 0 && !line.startsWith('{')) continue;
    depth += count(line, '{') + count(line, '[') - count(line, '}') - count(line, ']');
    if (depth < 0 || /^[A-Z]\w+ \w+/.test(line)) depth = 0;
  }
  return found;
}

function count(line: string, character: string): number {
  return line.split(character).length - 1;
}
