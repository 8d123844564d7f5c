import { ProviderError, type ProviderErrorKind } from '@herald/provider';
import { inspect } from 'node:util';

import { plivoClients, type PlivoClients } from '../../support/plivo-clients';
import { type ScriptedAnswer, scriptedProvider, type ScriptedProvider } from '../../support/scripted-provider';

const NUMBER = '14155550123';

describe('the client of the provider’s resources', () => {
  const servers: ScriptedProvider[] = [];
  const clients: PlivoClients[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((each) => each.close()));
    for (const server of servers.splice(0)) server.close();
  });

  function client(baseUrl: string): PlivoClients {
    const made = plivoClients({ authId: 'MA1', authToken: 'secret', baseUrl, responseTimeoutMs: 500 });
    clients.push(made);
    return made;
  }
  async function provider(script: (url: URL) => ScriptedAnswer): Promise<[PlivoClients, ScriptedProvider]> {
    const server = await scriptedProvider(script);
    servers.push(server);
    return [client(server.url), server];
  }
  async function failure(call: Promise<unknown>): Promise<ProviderError> {
    const error: unknown = await call.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (!(error instanceof ProviderError)) throw new Error(`a ProviderError was expected, not ${inspect(error)}`);
    return error;
  }

  it.each<[number, ProviderErrorKind, boolean]>([
    [400, 'invalid', false],
    [401, 'unauthorised', false],
    [403, 'forbidden', false],
    [404, 'not_found', false],
    [405, 'not_allowed', false],
    [409, 'refused', false],
    [429, 'throttled', false],
    [500, 'server_error', true],
    [503, 'server_error', true],
  ])('tells a %i as %s, and whether a brand may have been made all the same (%s)', async (status, kind, mayHave) => {
    const body = { api_id: 'a', error: `no such number ${NUMBER}` };
    const [{ brands }] = await provider(() => ({
      status,
      body,
      headers: { 'retry-after': '7', 'x-request-id': 'r1' },
    }));
    const error = await failure(brands.create({ brand_alias: 'a', profile_uuid: 'p' }));
    expect(error).toMatchObject({ kind, status, retryAfterMs: 7_000, mayHaveHappened: mayHave });
    expect(error.message).toBe(`the provider answered ${status}: no such number *******0123`);
    expect(error.headers?.['x-request-id']).toBe('r1');
    expect(error.body).toContain(NUMBER);
    for (const shown of [inspect(error), JSON.stringify(error)]) {
      expect(shown).not.toContain(NUMBER);
      expect(shown).not.toContain('secret');
    }
  });

  it('tells what never left from what may have arrived', async () => {
    const gone = client('http://127.0.0.1:1').brands;
    expect(await failure(gone.delete('B1'))).toMatchObject({ kind: 'unreachable', mayHaveHappened: false });
    const silent = await scriptedProvider(() => ({ status: 200, headers: { 'content-length': '10' }, body: 'x' }));
    servers.push(silent);
    const cut = client(silent.url).brands;
    expect(await failure(cut.create({ brand_alias: 'a', profile_uuid: 'p' }))).toMatchObject({
      kind: 'no_answer',
      mayHaveHappened: true,
    });
  });

  it('names the fields of a success it cannot read, and not their values', async () => {
    const [{ campaigns, tollfree }] = await provider(() => ({
      body: { campaigns: [{ campaign_id: 5 }], uuid: NUMBER },
    }));
    const list = await failure(campaigns.list());
    expect(list).toMatchObject({ kind: 'unreadable', status: 200 });
    expect(list.message).toBe('the provider’s answer could not be read (campaigns.0.campaign_id)');
    expect((await failure(tollfree.get('u'))).message).toMatch(/\(number, status\)$/);
  });

  it('takes HTML for an answer that cannot be read, and a deletion for done whatever is answered', async () => {
    const [{ profiles }] = await provider(() => ({ body: '<html>' }));
    expect(await failure(profiles.list())).toMatchObject({ kind: 'unreadable' });
    expect(await profiles.delete('p1')).toEqual({});
  });

  it('finds nothing where the provider answers 404, in every resource', async () => {
    const [all] = await provider(() => ({ status: 404, body: { error: 'not found' } }));
    const found = await Promise.all([
      all.messages.getMessage('x'),
      all.profiles.get('x'),
      all.brands.get('x'),
      all.campaigns.get('x'),
      all.links.get('x', NUMBER),
      all.tollfree.get('x'),
      all.media.get('x'),
      all.powerpacks.get('x'),
      all.pools.getNumber('x', NUMBER),
      all.pools.getShortcode('x', '55555'),
      all.pools.getTollfree('x', NUMBER),
    ]);
    expect(found).toEqual(found.map(() => undefined));
  });

  it('asks for nothing without an id, and writes any id as one part of the path', async () => {
    const [{ brands }, { asked }] = await provider(() => ({ body: { brand: { brand_id: 'B1' } } }));
    await expect(brands.delete('')).rejects.toThrow('brands.delete needs a brand_id, and got none');
    await brands.get('B1/../../Message?x=');
    expect(asked).toEqual(['/v1/Account/MA1/10dlc/Brand/B1%2F..%2F..%2FMessage%3Fx%3D/']);
  });

  it('walks through every page, whether the provider links the next or counts them', async () => {
    const brands = Array.from({ length: 45 }, (_, at) => ({ brand_id: `B${at}` }));
    for (const meta of [
      (more: boolean) => ({ next: more ? '/v1/next' : null }),
      (more: boolean) => ({ next: more ? '/v1/next' : '' }),
      () => ({ total_count: brands.length }),
      () => ({}),
      () => undefined,
    ]) {
      const [{ brands: client_ }, { asked }] = await provider((url) => {
        const offset = Number(url.searchParams.get('offset'));
        const page = brands.slice(offset, offset + Number(url.searchParams.get('limit')));
        return { body: { brands: page, meta: meta(offset + 20 < brands.length) } };
      });
      const ids: string[] = [];
      for await (const { brand_id } of client_.all({ type: 'STANDARD' })) ids.push(brand_id);
      expect(ids).toEqual(brands.map(({ brand_id }) => brand_id));
      expect(asked).toHaveLength(3);
      expect(asked[2]).toBe('/v1/Account/MA1/10dlc/Brand/?type=STANDARD&limit=20&offset=40');
    }
  });

  it('does not walk for ever where every page is the first', async () => {
    const [{ media }, { asked }] = await provider(() => ({
      body: { objects: [{ media_id: 'm1' }], meta: { next: '/more' } },
    }));
    const ids: string[] = [];
    for await (const { media_id } of media.all()) ids.push(media_id);
    expect(ids).toEqual(['m1']);
    expect(asked).toHaveLength(2);
  });

  it('reads each network’s allowance, however it is written', async () => {
    const written = [
      { 'at&t': { tpm: '4500', brand_tier: null }, 't-mobile': { tpm: null, brand_tier: 'TOP' } },
      { 'AT&T': { tpm: 4500 }, 'T-Mobile': { brand_tier: 'TOP' } },
    ];
    for (const mno_metadata of written) {
      const [{ campaigns }] = await provider(() => ({ body: { campaign: { campaign_id: 'C1', mno_metadata } } }));
      const { mno_metadata: read } = (await campaigns.get('C1')) ?? {};
      expect(read?.['at&t']?.tpm).toBe(4_500);
      expect(read?.['t-mobile']?.brand_tier).toBe('TOP');
      expect(read?.['t-mobile']?.tpm).toBeUndefined();
    }
  });
});
