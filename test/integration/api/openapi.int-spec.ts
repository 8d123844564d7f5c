import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPERATOR, startApi, type TestApi } from './start-api';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

interface Schema {
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<Record<string, { readonly type?: unknown }>>;
}

describe('the OpenAPI document', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const served = async (): Promise<Document> => {
    const login = Buffer.from(`${OPERATOR.user}:${OPERATOR.password}`).toString('base64');
    const answer = await api.app.inject({ url: '/openapi.json', headers: { authorization: `Basic ${login}` } });
    return answer.json<Document>();
  };

  it('is the committed one: after a change of the API, run `npm run openapi` and look at the diff', async () => {
    const committed: unknown = JSON.parse(await readFile(join(__dirname, '../../../docs/openapi.json'), 'utf8'));
    expect(await served()).toEqual(committed);
  });

  it('knows a field that may be null from a list', async () => {
    const { components } = await served();
    const campaign = components.schemas.CampaignDto;
    expect(campaign?.properties.src?.type).toEqual(['string', 'null']);
    expect(components.schemas.CampaignPageDto?.properties.objects?.type).toBe('array');
  });

  it('names no problem that docs/api.md does not explain', async () => {
    const explained = await readFile(join(__dirname, '../../../docs/api.md'), 'utf8');
    const { paths } = await served();
    const codes = Object.values(paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ responses }) => Object.entries(responses).filter(([status]) => Number(status) >= 400))
      .flatMap(([, { description }]) => [...description.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code));
    expect(new Set(codes).size).toBeGreaterThan(40);
    expect([...new Set(codes)].filter((code) => !explained.includes(`\`${String(code)}\``))).toEqual([]);
  });

  it('allows no field that requests do not have', async () => {
    const { components } = await served();
    const bodies = Object.entries(components.schemas).filter(([name]) => /^(Create|Update|Add)[A-Z]\w+Dto$/.test(name));
    expect(bodies.length).toBeGreaterThan(4);
    for (const [name, schema] of bodies) expect([name, schema.additionalProperties]).toEqual([name, false]);
  });
});
