import { Lanes } from '@herald/lanes';
import { startApi, type TestApi } from './start-api';

interface HeldLane {
  readonly hold: { readonly code: string; readonly message: string; readonly by: string };
}

describe('holding a lane over the api', () => {
  let api: TestApi;
  let lanes: Lanes;
  beforeAll(async () => {
    api = await startApi();
    lanes = api.app.get(Lanes, { strict: false });
  });
  afterAll(() => api.stop());

  const hold = async (id: number, reason: string) => {
    const headers = await api.as('write');
    const answer = await api.app.inject({
      method: 'POST',
      url: `/v1/lanes/${id}/hold`,
      headers,
      payload: { reason },
    });
    return { status: answer.statusCode, hold: answer.json<HeldLane>().hold };
  };

  it('takes over a hold of Herald’s own, and answers with the hold that stands', async () => {
    await lanes.hold('country', 'US', { code: 'country_disabled', message: 'The provider answered 403' }, 'delivery');
    const id = (await lanes.list()).find(({ key }) => key === 'US')?.id ?? 0;
    const message = 'legal asked (held before: The provider answered 403)';
    const standing = { code: 'operator', message, by: 'operator' };
    expect(await hold(id, 'legal asked')).toMatchObject({ status: 200, hold: standing });
    expect(await hold(id, 'asked again')).toMatchObject({ status: 200, hold: standing });
  });
});
