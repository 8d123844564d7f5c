import { type SignatureModes, signatureHeaders, signedUrl, signV2, signV3 } from './signature';

// plivo-go utils_test.go and ruby spec/signature_spec.rb.
const TOKEN = 'Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4';
const NONCE = '31627761595286130198';
const URL = 'https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml';
const CALL_ID = '3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36';
const CALL = {
  Direction: 'outbound',
  From: '19792014278',
  ALegUUID: CALL_ID,
  ALegRequestUUID: CALL_ID,
  CallUUID: CALL_ID,
  RequestUUID: CALL_ID,
  CallStatus: 'in-progress',
  BillRate: '0.002',
  ParentAuthID: 'MANWVLYTK4ZWU1YTY4QA',
  To: 'sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com',
  'SIP-H-To': '<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1',
  SessionStart: '2020-04-08 11:34:33.238707',
  Event: 'StartApp',
};
// Messaging-shaped, made with the official SDK.
const STATUS = {
  From: '14155550100',
  To: '14155550101',
  MessageUUID: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
  Status: 'delivered',
  Units: '1',
  ErrorCode: '',
};
const STATUS_URL = 'https://cb.example.com/plivo/status?c=42';
const GOOD: SignatureModes = {
  v2: 'good',
  ma_v2: 'good',
  v2_nonce: 'good',
  v3: 'good',
  ma_v3: 'good',
  v3_nonce: 'good',
};

describe('V2 signatures', () => {
  it('match the vector of plivo-node', () => {
    expect(signV2(signedUrl('https://answer.url'), '12345', 'my_auth_token')).toBe(
      'ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=',
    );
  });

  it('leave the query out', () => {
    const bare = 'https://cb.example.com/plivo/status';
    const expected = '7SYdGefgGm0WDj7fM4+4yqkNnGtbagKGETlrJJQdR1E=';
    expect(signV2(signedUrl(STATUS_URL), '12345', 'my_auth_token')).toBe(expected);
    expect(signV2(signedUrl(bare), '12345', 'my_auth_token')).toBe(expected);
  });
});

describe('V3 signatures', () => {
  it.each([
    ['POST', URL, 'iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0='],
    ['GET', URL, 'i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc='],
    ['POST', `${URL}/?a=b&c=d`, 'k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c='],
    ['GET', `${URL}/?a=b&c=d`, 'UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ='],
  ] as const)('match the vectors of plivo-go and plivo-ruby: %s %s', (method, url, expected) => {
    expect(signV3(method, signedUrl(url), CALL, NONCE, TOKEN)).toBe(expected);
  });

  it('match the SDK on a status callback with a query', () => {
    expect(signV3('POST', signedUrl(STATUS_URL), STATUS, '12345', 'my_auth_token')).toBe(
      'ujRK6GcXryzch1r3Ht1mop3b+d9zCInc3SLIxSiWQpU=',
    );
  });
});

describe('the six headers', () => {
  const request = {
    method: 'POST',
    url: signedUrl(STATUS_URL),
    params: STATUS,
    nonce: '12345',
    token: 'subaccount token',
    mainToken: 'main token',
  } as const;

  it('carry the sending account under V2 and V3, the main account under Ma', () => {
    const headers = signatureHeaders(request, GOOD);
    expect(headers).toEqual({
      'X-Plivo-Signature-V2': signV2(request.url, '12345', 'subaccount token'),
      'X-Plivo-Signature-Ma-V2': signV2(request.url, '12345', 'main token'),
      'X-Plivo-Signature-V2-Nonce': '12345',
      'X-Plivo-Signature-V3': signV3('POST', request.url, STATUS, '12345', 'subaccount token'),
      'X-Plivo-Signature-Ma-V3': signV3('POST', request.url, STATUS, '12345', 'main token'),
      'X-Plivo-Signature-V3-Nonce': '12345',
    });
  });

  it('can each be left out or made wrong', () => {
    const good = signatureHeaders(request, GOOD);
    const some = signatureHeaders(request, { ...GOOD, v3: 'missing', v3_nonce: 'missing', ma_v2: 'broken' });
    expect(some).not.toHaveProperty('X-Plivo-Signature-V3');
    expect(some).not.toHaveProperty('X-Plivo-Signature-V3-Nonce');
    expect(some['X-Plivo-Signature-V2']).toBe(good['X-Plivo-Signature-V2']);
    expect(some['X-Plivo-Signature-Ma-V2']).toHaveLength(44);
    expect(some['X-Plivo-Signature-Ma-V2']).not.toBe(good['X-Plivo-Signature-Ma-V2']);
  });

  it('have a nonce that is wrong, not empty, when it is broken', () => {
    const { 'X-Plivo-Signature-V3-Nonce': nonce } = signatureHeaders(request, { ...GOOD, v3_nonce: 'broken' });
    expect(nonce).toMatch(/./);
    expect(nonce).not.toBe('12345');
  });
});
