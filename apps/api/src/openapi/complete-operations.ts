import type { OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { PROBLEM_SCHEMA } from './problem-schema';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Responses = Operation['responses'];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Repeating the request with the same key gets the first answer again (header `Idempotency-Replay: true`) for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
};

/** Adds to every operation what the framework does for all of them: problems, authentication, Idempotency-Key. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const components = { ...document.components };
  components.schemas = { ...components.schemas, Problem: PROBLEM_SCHEMA };
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [path, completePath(path, item)]),
  );
  return { ...document, components, paths };
}

function completePath(path: string, item: PathItem): PathItem {
  const completed: PathItem = { ...item };
  for (const method of METHODS) {
    const operation = item[method];
    if (operation !== undefined) completed[method] = completeOperation(path, method, operation);
  }
  return completed;
}

function completeOperation(path: string, method: (typeof METHODS)[number], operation: Operation): Operation {
  const isPublic = path.startsWith('/health/');
  const common: Record<string, string> = {
    ...(isPublic ? {} : { 401: '`api_key_missing`, `api_key_invalid`', 403: '`scope_insufficient`' }),
    ...(operation.requestBody === undefined
      ? {}
      : {
          400: '`invalid_json`, `body_missing`',
          413: '`body_too_large`',
          415: '`unsupported_media_type`',
          422: '`invalid_request`',
        }),
    ...(method === 'post' ? { 409: '`idempotency_in_progress`', 422: '`idempotency_key_reused`' } : {}),
    ...(operation.parameters?.some((parameter) => 'in' in parameter && parameter.in === 'query') === true
      ? { 400: '`invalid_query`' }
      : {}),
    500: '`internal_error`',
  };
  return {
    ...operation,
    ...(isPublic ? { security: [] } : {}),
    ...(method === 'post' ? { parameters: withIdempotencyKey(operation.parameters ?? []) } : {}),
    responses: completeResponses(operation.responses, common),
  };
}

function withIdempotencyKey(parameters: NonNullable<Operation['parameters']>): NonNullable<Operation['parameters']> {
  const declared = parameters.some(
    (parameter) => 'name' in parameter && parameter.name.toLowerCase() === 'idempotency-key',
  );
  return declared ? parameters : [...parameters, IDEMPOTENCY_KEY];
}

/** Problems that a controller declares get their schema; those of the framework are added to them. */
function completeResponses(declared: Responses, common: Readonly<Record<string, string>>): Responses {
  const all: Responses = { ...declared };
  for (const [status, codes] of Object.entries(common)) {
    const own = all[status];
    const description = own !== undefined && 'description' in own ? own.description : '';
    all[status] = { ...own, description: description === '' ? codes : `${description}, ${codes}` };
  }
  for (const [status, response] of Object.entries(all)) {
    if (response !== undefined && 'description' in response && response.description === '') {
      all[status] = { ...response, description: STATUS_CODES[status] ?? status };
    }
    if (Number(status) >= 400 && response !== undefined && !('$ref' in response)) {
      all[status] = { ...response, content: PROBLEM };
    }
  }
  return all;
}
