import { checkOperation, type OperationPlan } from '../../conformance/operation-check';
import { officialSdk, type Sdk } from '../../conformance/sdk';
import { startTap, type Tap } from '../../conformance/tap';
import { plivoClients, type PlivoClients } from '../../support/plivo-clients';
import { operationExamples } from '../../support/plivo-reference';
import { type ScriptedAnswer, scriptedProvider, type ScriptedProvider } from '../../support/scripted-provider';

type Json = Record<string, unknown>;

const EXAMPLE = operationExamples().find(({ operation }) => operation === 'brands.get')?.responses[0]?.body as {
  brand: Json;
};
const BRAND = 'BVMN1EM';

/** What a conformance run would say of one operation, were the provider or a client like this. */
describe('the check of an operation', () => {
  let provider: ScriptedProvider;
  let tap: Tap;
  let sdk: Sdk;
  let herald: PlivoClients;
  let other: PlivoClients;
  let script: (asked: number) => ScriptedAnswer;

  beforeAll(async () => {
    provider = await scriptedProvider(() => script(provider.asked.length));
    tap = await startTap(provider.url);
    const account = { authId: 'MA1', authToken: 't', baseUrl: tap.url };
    sdk = officialSdk('MA1', 't', tap.url);
    herald = plivoClients(account);
    other = plivoClients({ ...account, spelling: 'other' });
  });
  beforeEach(() => {
    provider.asked.length = 0;
    script = () => ({ body: EXAMPLE });
  });
  afterAll(async () => {
    await Promise.all([herald.close(), other.close()]);
    tap.close();
    provider.close();
  });

  const plan = (changes: Partial<OperationPlan> = {}): OperationPlan => ({
    sdk: [{ name: 'brand.get', call: () => sdk.brand.get(BRAND) }],
    herald: () => herald.brands.get(BRAND),
    other: () => other.brands.get(BRAND),
    part: ({ brand }) => brand,
    ...changes,
  });
  const problems = async (changes?: Partial<OperationPlan>): Promise<readonly string[]> =>
    (await checkOperation('brands.get', plan(changes), tap)).problems;
  const answering = (body: object): (() => ScriptedAnswer) => {
    return () => ({ body });
  };

  it('finds nothing wrong with the reference’s own example', async () => {
    expect(await problems()).toEqual([]);
    expect(provider.asked.map((path) => path.replace('/v1/Account/MA1/', ''))).toEqual([
      '10dlc/Brand/BVMN1EM/',
      '10dlc/Brand/BVMN1EM/',
      'Brand/BVMN1EM/',
    ]);
  });

  it('sees another status', async () => {
    script = () => ({ status: 201, body: EXAMPLE });
    expect(await problems()).toContain('Herald was answered 201, not 200');
  });

  it('sees a refusal, with the provider’s words', async () => {
    script = () => ({ status: 400, body: { error: 'no brands today' } });
    expect((await problems()).filter((text) => text.includes('no brands today'))).toHaveLength(3);
  });

  it('sees a field missing, at any depth', async () => {
    const brand = { ...EXAMPLE.brand, registration_status: undefined, address: { city: 'New York' } };
    script = answering({ ...EXAMPLE, brand });
    const found = await problems();
    expect(found).toContain('the answer to Herald lacks brand.registration_status');
    expect(found).toContain('the answer to Herald lacks brand.address.street');
    expect(found).not.toContain('the answer to Herald lacks brand.address.city');
  });

  it('sees that a list of things has none', async () => {
    script = answering({
      api_id: 'a',
      meta: { limit: 20, offset: 0, next: null, previous: null, total_count: 0 },
      brands: [],
    });
    const lists: OperationPlan = {
      sdk: [{ name: 'brand.list', call: () => sdk.brand.list({}) }],
      herald: () => herald.brands.list(),
    };
    const { problems: found } = await checkOperation('brands.list', lists, tap);
    expect(found).toEqual(['the answer to the SDK’s brand.list lacks brands[]', 'the answer to Herald lacks brands[]']);
  });

  it('sees another kind of value', async () => {
    script = answering({ ...EXAMPLE, brand: { ...EXAMPLE.brand, vertical: 7, address: 'New York' } });
    const found = await problems();
    expect(found).toContain('the answer to Herald brand.vertical is number, not string');
    expect(found).toContain('the answer to Herald brand.address is string, not object');
  });

  it('sees that the answers to the two clients differ', async () => {
    script = (asked) => ({
      body: { ...EXAMPLE, brand: { ...EXAMPLE.brand, vertical: asked === 2 ? 'LEGAL' : 'ENERGY' } },
    });
    expect(await problems()).toEqual(['the answers do not agree']);
  });

  it('sees a client that asks for something else, or twice, or not at all', async () => {
    const wrong = () => sdk.brand.get_usecases(BRAND);
    expect(await problems({ sdk: [{ name: 'x', call: wrong }] })).toContain(
      'the SDK’s x made 0 requests of GET 10dlc/Brand/{brand_id}/',
    );
    const twice = async (): Promise<unknown> => {
      await herald.brands.get(BRAND);
      return herald.brands.get(BRAND);
    };
    expect(await problems({ herald: twice })).toContain('Herald made 2 requests of GET 10dlc/Brand/{brand_id}/');
    expect(await problems({ herald: () => Promise.resolve(EXAMPLE.brand) })).toContain(
      'Herald made 0 requests of GET 10dlc/Brand/{brand_id}/',
    );
  });

  it('sees a client that returns other than it was answered', async () => {
    const lie = async (): Promise<unknown> => ({ ...(await herald.brands.get(BRAND)), vertical: 'LEGAL' });
    expect(await problems({ herald: lie })).toEqual(['Herald returns other than it was answered']);
    const sdkLie = async (): Promise<unknown> => {
      await sdk.brand.get(BRAND);
      return { brand: { vertical: 'LEGAL' } };
    };
    expect(await problems({ sdk: [{ name: 'x', call: sdkLie }] })).toEqual([
      'the SDK’s x returns .brand.vertical otherwise than it was answered',
    ]);
  });

  it('sees a filter that is passed over, finds nothing, or the wrong ones', async () => {
    const found = await problems({
      filters: [
        { name: 'a', some: () => Promise.resolve([1]), fits: () => true, none: () => Promise.resolve([1]) },
        { name: 'b', some: () => Promise.resolve([]), fits: () => true, none: () => Promise.resolve([]) },
        { name: 'c', some: () => Promise.resolve([1]), fits: () => false, none: () => Promise.resolve([]) },
        { name: 'd', some: () => Promise.resolve([1]), fits: () => true, none: () => Promise.resolve([]) },
      ],
    });
    expect(found).toEqual([
      'the filter a lets through what does not fit',
      'the filter b finds nothing',
      'the filter c finds what does not fit',
    ]);
  });

  it('sees that one of two spellings was left out', async () => {
    const { sdk: methods, herald: call, part } = plan();
    expect(
      (await checkOperation('brands.get', { sdk: methods, herald: call, part: part ?? String }, tap)).problems,
    ).toEqual(['the other spelling was not driven']);
  });
});
