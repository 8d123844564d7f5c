import { readSendAnswer } from './send-answer';

const NOW = new Date('2026-03-01T12:00:00Z');
const UUID = 'b48d95dc-e3ac-11eb-a9c2-0242ac110005';
const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readSendAnswer({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);

describe('readSendAnswer', () => {
  it('reads an acceptance with and without invalid numbers', () => {
    const body = { api_id: 'a', message: 'message(s) queued', message_uuid: [UUID] };
    expect(read(202, body)).toEqual({
      kind: 'accepted',
      httpStatus: 202,
      apiId: 'a',
      messageUuids: [UUID],
      invalidNumbers: [],
    });
    expect(read(202, { ...body, invalid_number: ['122'] })).toMatchObject({ invalidNumbers: ['122'] });
    expect(read(202, { message_uuid: UUID })).toMatchObject({ kind: 'accepted', apiId: undefined });
  });

  it.each([
    ['<html>OK</html>'],
    [''],
    ['[]'],
    [{ message: 'async api spawned', api_id: 'a' }],
    [{ message_uuid: [] }],
    [{ message_uuid: [1] }],
  ])('takes a success that says nothing usable for unknown: %j', (body) => {
    expect(read(202, body).kind).toBe('unknown');
  });

  it.each([
    [400, { error: 'text is too long' }, 'campaign'],
    [400, { error: "'14155550123' is not a valid phone number." }, 'batch'],
    [400, { error: 'invalid phone numbers.' }, 'batch'],
    [400, { error: 'Insufficient Credit' }, 'account'],
    [401, { error: 'authentication credentials were not provided' }, 'account'],
    [402, 'pay', 'account'],
    [403, { error: 'geo permission' }, 'country'],
    [403, { error: 'insufficient credit' }, 'account'],
    [403, { error: 'Your account has been suspended' }, 'account'],
    [404, '<html>not found</html>', 'campaign'],
    [405, '', 'campaign'],
  ])('reads %i %j as a refusal of the %s', (status, body, scope) => {
    expect(read(status, body)).toMatchObject({ kind: 'refused', httpStatus: status, scope });
  });

  it.each([500, 502, 503, 504, 408, 409, 425, 307, 304, 599])('takes %i for unknown', (status) => {
    expect(read(status, { error: 'x' })).toMatchObject({ kind: 'unknown', httpStatus: status });
  });

  it.each([
    ['2', 2_000],
    ['Sun, 01 Mar 2026 12:00:05 GMT', 5_000],
    ['soon', undefined],
    ['-1', undefined],
    ['999999', undefined],
    ['', undefined],
  ])('reads a 429 with Retry-After %j', (header, retryAfterMs) => {
    expect(read(429, 'Too Many Requests', { 'retry-after': header })).toMatchObject({
      kind: 'throttled',
      retryAfterMs,
    });
  });

  it('keeps nothing that Postgres would not take', () => {
    const taken = read(202, { api_id: 'a\0b', message_uuid: [UUID], invalid_number: ['1\0'] });
    const refused = read(400, { error: 'bad\0text' });
    expect(JSON.stringify([taken, refused])).not.toContain('\\u0000');
    expect(refused).toMatchObject({ error: 'bad text' });
  });

  it('never repeats a phone number', () => {
    const outcome = read(400, { error: "'14155550123' is not a valid phone number." });
    expect(JSON.stringify(outcome)).not.toContain('14155550123');
    expect(JSON.stringify(outcome)).toContain('0123');
  });
});
