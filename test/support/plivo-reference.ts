import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Example {
  /** In the stored text of the reference. */
  readonly line: number;
  readonly body?: Record<string, unknown>;
  /** What had to be mended before it was JSON. */
  readonly repaired?: readonly string[];
}

/** One operation's heading in the reference, with its examples: excerpts of the documentation, placeholders and all. */
export interface OperationExamples {
  readonly operation: string;
  readonly line: number;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly requests: readonly (Example & { readonly method: string; readonly path: string })[];
  readonly responses: readonly (Example & { readonly status: number })[];
}

/** An object that the reference shows by itself, and the operation that would answer with it. */
export interface ObjectExample extends Example {
  readonly what: string;
  readonly reader: string;
  readonly body: Record<string, unknown>;
}

// The built tests have no fixtures beside them; every script starts at the repository's root.
const FOLDER = join(process.cwd(), 'test/fixtures/plivo-reference');

export function objectExamples(): readonly ObjectExample[] {
  return read('objects.json') as ObjectExample[];
}

export function operationExamples(): readonly OperationExamples[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'objects.json');
  return files.flatMap((name) => read(name) as OperationExamples[]);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}
