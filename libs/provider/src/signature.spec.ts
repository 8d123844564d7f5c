import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { validateSignature, validateV3Signature } from 'plivo';
import { EMPTY_FORM, formOf, parseForm } from './form';
import { type SignatureHeaders, verifySignature } from './signature';
import { v3Text } from './signature-base';

const NOTHING = EMPTY_FORM;
const CALL = '3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36';
const voice = {
  token: 'Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4',
  nonce: '31627761595286130198',
  url: 'https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml',
  params: {
    Direction: 'outbound',
    From: '19792014278',
    ALegUUID: CALL,
    ALegRequestUUID: CALL,
    CallUUID: CALL,
    RequestUUID: CALL,
    CallStatus: 'in-progress',
    BillRate: '0.002',
    ParentAuthID: 'MANWVLYTK4ZWU1YTY4QA',
    To: 'sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com',
    'SIP-H-To': '<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1',
    SessionStart: '2020-04-08 11:34:33.238707',
    Event: 'StartApp',
  },
};
const message = {
  token: 'my_auth_token',
  nonce: '12345',
  url: 'https://cb.example.com/plivo/status',
  query: { c: '42' },
  body: {
    From: '14155550100',
    To: '14155550101',
    MessageUUID: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
    Status: 'delivered',
    Units: '1',
    ErrorCode: '',
  },
};
const v3 = (signature: string, nonce: string): SignatureHeaders => ({
  'x-plivo-signature-v3': signature,
  'x-plivo-signature-v3-nonce': nonce,
});
const v2 = (signature: string, nonce: string): SignatureHeaders => ({
  'x-plivo-signature-v2': signature,
  'x-plivo-signature-v2-nonce': nonce,
});
const signed = (token: string, text: string) => createHmac('sha256', token).update(text).digest('base64');

describe('published vectors', () => {
  it.each([
    ['POST', '', 'iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0='],
    ['GET', '', 'i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc='],
    ['POST', 'a=b&c=d', 'k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c='],
    ['GET', 'a=b&c=d', 'UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ='],
  ] as const)('V3 %s, query "%s"', (method, asked, signature) => {
    const own = parseForm(asked);
    const both = parseForm([asked, new URLSearchParams(voice.params).toString()].filter(Boolean).join('&'));
    const url = asked === '' ? voice.url : `${voice.url}/`;
    const request =
      method === 'GET'
        ? { method, url, query: both, body: NOTHING }
        : { method, url, query: own, body: formOf(voice.params) };
    expect(verifySignature(request, v3(signature, voice.nonce), { authToken: voice.token })).toBe('valid');
    expect(verifySignature(request, v3(signature, `${voice.nonce}0`), { authToken: voice.token })).toBe('forged');
  });

  it('V2 of a bare host', () => {
    const request = { method: 'POST', url: 'https://answer.url', query: NOTHING, body: NOTHING } as const;
    const headers = v2('ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=', '12345');
    expect(verifySignature(request, headers, { authToken: 'my_auth_token' })).toBe('valid');
  });

  it('V3 and V2 of a status callback with a query', () => {
    const request = {
      method: 'POST',
      url: message.url,
      query: formOf(message.query),
      body: formOf(message.body),
    } as const;
    const tokens = { authToken: message.token };
    expect(verifySignature(request, v3('ujRK6GcXryzch1r3Ht1mop3b+d9zCInc3SLIxSiWQpU=', '12345'), tokens)).toBe('valid');
    expect(verifySignature(request, v2('7SYdGefgGm0WDj7fM4+4yqkNnGtbagKGETlrJJQdR1E=', '12345'), tokens)).toBe('valid');
  });
});

describe('verifySignature beside the provider’s SDK', () => {
  const fields = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
    fc.string({ unit: 'grapheme' }),
    {
      maxKeys: 6,
      noNullPrototype: true,
    },
  );
  const host = fc.constantFrom('https://cb.example.com', 'http://127.0.0.1:3001', 'https://h.example:8443');
  const path = fc.stringMatching(/^\/callbacks\/[a-zA-Z0-9._-]{0,30}$/);

  it('says the same of any V3 signature, right or wrong', () => {
    fc.assert(
      fc.property(host, path, fields, fields, fc.boolean(), (origin, place, query, body, isPost) => {
        const asked = new URLSearchParams(query).toString();
        const method = isPost ? 'POST' : 'GET';
        const request = {
          method,
          url: origin + place,
          query: parseForm(asked),
          body: isPost ? formOf(body) : NOTHING,
        } as const;
        const uri = origin + place + (asked === '' ? '' : `?${asked}`);
        const sdk = (signature: string) =>
          Boolean(validateV3Signature(method, uri, 'n1', 'token', signature, isPost ? { ...body } : {}));
        const ours = (signature: string) => verifySignature(request, v3(signature, 'n1'), { authToken: 'token' });
        const signature = signed('token', v3Text(request, 'n1'));
        expect(ours(signature)).toBe('valid');
        expect(sdk(signature)).toBe(true);
        expect(ours(`A${signature.slice(1)}`) === 'valid').toBe(sdk(`A${signature.slice(1)}`));
      }),
      { numRuns: 300 },
    );
  });

  it('says the same of any V2 signature', () => {
    fc.assert(
      fc.property(host, path, fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (origin, place, nonce) => {
        const request = { method: 'POST', url: origin + place, query: NOTHING, body: NOTHING } as const;
        const signature = signed('token', origin + place + nonce);
        expect(verifySignature(request, v2(signature, nonce), { authToken: 'token' })).toBe('valid');
        expect(Boolean(validateSignature(`${origin}${place}?c=1`, nonce, signature, 'token'))).toBe(true);
      }),
    );
  });
});

describe('verifySignature', () => {
  const request = { method: 'POST', url: message.url, query: NOTHING, body: formOf(message.body) } as const;
  const url = message.url;
  const goodV3 = (token: string) => signed(token, v3Text(request, '12345'));
  const tokens = { authToken: 'sub', mainAuthToken: 'main' };

  it('takes the main account’s signature, or the own one, from a list', () => {
    const ma = { 'x-plivo-signature-ma-v3': `x,${goodV3('main')}`, 'x-plivo-signature-v3-nonce': '12345' };
    expect(verifySignature(request, ma, tokens)).toBe('valid');
    expect(verifySignature(request, v3(`${goodV3('sub')}, nonsense`, '12345'), tokens)).toBe('valid');
    expect(verifySignature(request, v3(goodV3('main'), '12345'), tokens)).toBe('forged');
  });

  it('does not fall back to a right V2 signature when anything of V3 is there', () => {
    const right = v2(signed('sub', `${url}12345`), '12345');
    expect(verifySignature(request, right, tokens)).toBe('valid');
    expect(verifySignature(request, { ...right, ...v3('wrong', '12345') }, tokens)).toBe('forged');
    expect(verifySignature(request, { ...right, 'x-plivo-signature-v3-nonce': '12345' }, tokens)).toBe('unsigned');
  });

  it('tells a forged request from an unsigned one', () => {
    expect(verifySignature(request, {}, tokens)).toBe('unsigned');
    expect(verifySignature(request, { 'x-plivo-signature-v3': '' }, tokens)).toBe('unsigned');
    expect(verifySignature(request, { 'x-plivo-signature-v3': goodV3('sub') }, tokens)).toBe('forged');
  });

  it('sees one changed field of the body', () => {
    const changed = { ...request, body: formOf({ ...message.body, Status: 'failed' }) };
    expect(verifySignature(request, v3(goodV3('sub'), '12345'), tokens)).toBe('valid');
    expect(verifySignature(changed, v3(goodV3('sub'), '12345'), tokens)).toBe('forged');
  });

  it('signs repeated fields in order of their values', () => {
    const repeated = { ...request, body: formOf({ b: ['2', '1'], a: 'x' }) };
    const headers = v3(signed('sub', `${url}?axb1b2.12345`), '12345');
    expect(verifySignature(repeated, headers, tokens)).toBe('valid');
  });
});
