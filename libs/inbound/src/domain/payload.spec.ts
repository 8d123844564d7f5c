import { payloadOf } from './payload';

const form = (...pairs: [string, string][]) => ({ keys: pairs.map(([key]) => key), values: pairs.map(([, v]) => v) });

describe('payloadOf', () => {
  it('keeps every field, whatever it is called, and a repeated one as an array', () => {
    const pairs = form(['Event', 'brand'], ['', 'x'], ['Number', '1'], ['Number', '2'], ['Number', '3'], ['é', '']);
    expect(payloadOf(pairs, 'Event=brand')).toEqual({ Event: 'brand', '': 'x', Number: ['1', '2', '3'], é: '' });
  });

  it('takes a body of JSON for what it says, and text that only looks like it for a form', () => {
    expect(payloadOf(form(['{"a":1}', '']), ' {"a":{"b":[true,null,"c"]}}')).toEqual({ a: { b: [true, null, 'c'] } });
    expect(payloadOf(form(['{broken', '']), '{broken')).toEqual({ '{broken': '' });
  });

  it('replaces what Postgres cannot hold, in keys and values, and nothing else', () => {
    expect(payloadOf(form(['a\0', 'b\0c\ud83d\ude00']), '')).toEqual({ 'a\ufffd': 'b\ufffdc\ud83d\ude00' });
    expect(payloadOf(form(), '{"\\u0000":["\\ud800x\\udc00", "\\ud83d\\ude00"]}')).toEqual({
      '\ufffd': ['\ufffdx\ufffd', '\ud83d\ude00'],
    });
  });
});
