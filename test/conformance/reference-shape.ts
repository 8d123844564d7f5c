import { type OperationId } from '@herald/provider';

import { operationExamples } from '../support/plivo-reference';

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** The fields of an operation's examples: what kinds each may have, and whether every example has it. */
interface Field {
  readonly kinds: Set<Kind>;
  seen: number;
}

/**
 * What an answer lacks of what every example of its operation in the reference has, or has as another kind of value. Names count in
 * any case, `[]` stands for any item of a list (of which there must be one), and null goes for any kind.
 */
export function differences(id: OperationId, answer: unknown, absent: readonly string[] = []): readonly string[] {
  const bodies = operationExamples()
    .filter(({ operation }) => operation === id)
    .flatMap(({ responses }) => responses.flatMap(({ body }) => (body === undefined ? [] : [body])));
  const fields = new Map<string, Field>();
  for (const body of bodies) for (const [path, kinds] of kindsOf(body)) collect(fields, path, kinds);
  const given = kindsOf(answer);
  const problems: string[] = [];
  for (const [path, { kinds, seen }] of fields) {
    const found = given.get(path);
    const parent = path.replace(/(\.|^)[^.]*$/, '');
    if (absent.includes(path) || (parent !== '' && !given.has(parent))) continue;
    if (found === undefined) {
      if (seen === bodies.length) problems.push(`lacks ${path}`);
      continue;
    }
    const wrong = [...found].filter((kind) => kind !== 'null' && !kinds.has(kind) && !kinds.has('null'));
    if (wrong.length > 0) problems.push(`${path} is ${wrong.join(', ')}, not ${[...kinds].join(' or ')}`);
  }
  return problems;
}

function collect(fields: Map<string, Field>, path: string, kinds: ReadonlySet<Kind>): void {
  const field = fields.get(path) ?? { kinds: new Set<Kind>(), seen: 0 };
  for (const kind of kinds) field.kinds.add(kind);
  field.seen += 1;
  fields.set(path, field);
}

function kindsOf(value: unknown, path = '', found = new Map<string, Set<Kind>>()): Map<string, Set<Kind>> {
  if (path !== '') found.set(path, (found.get(path) ?? new Set()).add(kindOf(value)));
  if (Array.isArray(value)) for (const each of value) kindsOf(each, `${path}[]`, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      const name = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
      // The networks' names differ between examples.
      if (path.endsWith('mno_metadata')) continue;
      kindsOf(each, path === '' ? name : `${path}.${name}`, found);
    }
  }
  return found;
}

function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}
