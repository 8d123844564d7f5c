import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from '../../../apps/api/src/openapi/document';
import { startApi, type TestApi } from './start-api';

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly takesJson: boolean;
}

function routesOf(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const body = operation.requestBody;
      const takesJson = body !== undefined && 'content' in body && 'application/json' in body.content;
      return [{ method: method.toUpperCase() as Route['method'], path, takesJson }];
    }),
  );
}

describe('every route', () => {
  let api: TestApi;
  let document: OpenAPIObject;
  let routes: Route[];
  let admin: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    document = openApiDocument(api.app);
    routes = routesOf(document);
    admin = await api.as('admin');
  });
  afterAll(() => api.stop());

  const ask = async (route: Route, id: string, headers: Record<string, string>, body?: string) => {
    const url = route.path.replace(/\{\w+\}/g, id);
    const answer = await api.app.inject({
      method: route.method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const isProblem = answer.headers['content-type'] === 'application/problem+json; charset=utf-8';
    const problem = isProblem ? answer.json<{ code: string; errors?: unknown }>() : undefined;
    return {
      route: `${route.method} ${route.path}`,
      status: answer.statusCode,
      code: problem?.code,
      errors: problem?.errors,
    };
  };
  const askAll = (chosen: readonly Route[], ...rest: [string, Record<string, string>, string?]) =>
    Promise.all(chosen.map((route) => ask(route, ...rest)));
  const needsKey = (route: Route) => !route.path.startsWith('/health/');

  it('but health refuses to work without a key', async () => {
    expect(routes.length).toBeGreaterThan(25);
    const answers = await askAll(routes.filter(needsKey), '1', {});
    expect(answers.filter(({ code }) => code !== 'api_key_missing')).toEqual([]);
    const open = await askAll(
      routes.filter((route) => !needsKey(route)),
      '1',
      {},
    );
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('that changes something refuses a key that may only read', async () => {
    // Forecasts and previews are posted since they are made anew each time; they change nothing.
    const changing = routes.filter(({ method, path }) => method !== 'GET' && !/\/(forecast|preview)$/.test(path));
    const answers = await askAll(changing, '1', await api.as('read'));
    expect(answers.filter(({ code }) => code !== 'scope_insufficient')).toEqual([]);
  });

  it('about keys refuses a key that may only write', async () => {
    const answers = await askAll(
      routes.filter(({ path }) => path.startsWith('/v1/keys')),
      '1',
      await api.as('write'),
    );
    expect(answers.map(({ code }) => code)).toEqual(['scope_insufficient', 'scope_insufficient', 'scope_insufficient']);
  });

  it('that posts takes an Idempotency-Key and looks at it', async () => {
    const posts = routes.filter(({ method }) => method === 'POST');
    const answers = await askAll(posts, '1', { ...admin, 'idempotency-key': 'not one' });
    expect(answers.filter(({ code }) => code !== 'idempotency_key_invalid')).toEqual([]);
  });

  it('that takes JSON refuses what is none, and fields it does not know', async () => {
    const json = { ...admin, 'content-type': 'application/json', 'if-match': '*' };
    const taking = routes.filter(({ takesJson }) => takesJson);
    const broken = await askAll(taking, '1', json, '{"name": ');
    expect(broken.filter(({ status, code }) => status !== 400 || code !== 'invalid_json')).toEqual([]);
    const unknown = await askAll(taking, '1', json, '{"colour": "red"}');
    for (const answer of unknown) {
      expect(answer).toMatchObject({
        status: 422,
        errors: expect.arrayContaining([{ field: 'colour', message: 'is not a known field' }]) as unknown,
      });
    }
  });

  it('that reads refuses a query it does not know', async () => {
    const paged = routes.filter(({ method, path }) => {
      const parameters = document.paths[path]?.get?.parameters ?? [];
      return method === 'GET' && parameters.some((parameter) => 'in' in parameter && parameter.in === 'query');
    });
    expect(paged.length).toBeGreaterThan(4);
    const answers = await askAll(
      paged.map((route) => ({ ...route, path: `${route.path}?colour=red` })),
      '1',
      admin,
    );
    expect(answers.filter(({ code }) => code !== 'invalid_query')).toEqual([]);
  });

  it('of one thing answers 404 when there is no such thing', async () => {
    const headers = { ...admin, 'content-type': 'application/json', 'if-match': '*' };
    const single = routes.filter(({ path }) => path.includes('{id}'));
    expect(single.length).toBeGreaterThan(10);
    for (const id of ['2147483647', 'nonsense']) {
      const answers = await askAll(single, id, headers, undefined);
      const others = answers.filter(({ status, code }) => status !== 404 || code === undefined);
      // A body is checked before what it is for.
      expect(others.filter(({ code }) => code !== 'body_missing')).toEqual([]);
    }
  });

  it('is documented: what it does, and every problem with the problem schema', () => {
    for (const { method, path } of routes) {
      const operation = document.paths[path]?.[method.toLowerCase() as 'get'];
      expect([method, path, typeof operation?.summary, operation?.tags?.length]).toEqual([method, path, 'string', 1]);
      for (const [status, response] of Object.entries(operation?.responses ?? {})) {
        if (Number(status) < 400) continue;
        expect(response).toMatchObject({
          description: expect.stringContaining('`') as unknown,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        });
      }
    }
  });
});
