import { contentFaults, senderFault, type WrittenMessage } from './check-content';
import type { MessageContent } from './domain/message-content';

const URL = 'https://example.com/a.jpg';

function said({ type = 'whatsapp', text = '', content = null }: Partial<WrittenMessage>): string[] {
  return contentFaults({ type, text, content }).map(({ code, field, message }) => `${code}: ${field} ${message}`);
}

describe('the content of an SMS', () => {
  it.each<[string, string, MessageContent | null]>([
    ['text_blank: text must not be blank', ' ', null],
    ['text_too_long: text has 1601 characters; at most 1600 fit in GSM-7', 'x'.repeat(1_601), null],
    ['content_not_allowed: content.media is for type mms or whatsapp only', 'x', { media: [URL] }],
    ['content_not_allowed: content.fallback_text is for type mms only', 'x', { fallback_text: 'y' }],
    [
      'content_not_allowed: content.location is for type whatsapp only',
      'x',
      { location: { latitude: 1, longitude: 2 } },
    ],
    [
      'parameter_invalid: text has double braces that are no parameter: write {{column}}, and nothing else in double braces',
      'Hi {{a',
      null,
    ],
    [
      'parameter_invalid: text has a parameter without a name of 1 to 64 characters: write {{column}}',
      'Hi {{ }}',
      null,
    ],
    [
      'defaults_invalid: content.defaults.b stands for no parameter: nothing says {{b}}',
      '{{a}}',
      { defaults: { b: 'x' } },
    ],
    [
      'defaults_invalid: content.defaults.a must not be blank: leave it out, or say if_missing blank',
      '{{a}}',
      { defaults: { a: ' ' } },
    ],
    [
      'dlt_invalid: content.dlt.entity_id must have 1 to 100 characters',
      'x',
      { dlt: { entity_id: '', template_id: '1', template_category: 'promotional' } },
    ],
  ])('is refused: %s', (fault, text, content) => {
    expect(said({ type: 'sms', text, content })).toEqual([fault]);
  });

  it('may take values from columns, which may be longer than they are named', () => {
    expect(said({ type: 'sms', text: `${'x'.repeat(1_599)}{{a_long_column_name}}` })).toEqual([]);
  });

  it('takes no more than twenty columns', () => {
    const text = Array.from({ length: 21 }, (_, at) => `{{c${at}}}`).join('');
    expect(said({ type: 'sms', text })).toEqual([
      'parameter_invalid: content takes 21 columns; at most 20 are allowed',
    ]);
  });
});

describe('the content of an MMS', () => {
  it.each<[string, string, MessageContent | null]>([
    ['media_missing: content.media is missing: an MMS has 1 to 10 media', 'x', null],
    ['media_missing: content.media is missing: an MMS has 1 to 10 media', 'x', { media: [] }],
    [
      'media_too_many: content.media has 11 entries; mms takes at most 10',
      'x',
      { media: Array.from({ length: 11 }, (_, at) => at + 1) },
    ],
    [
      'media_url_invalid: content.media[1] must be the id of a medium of the library, or an http or https URL that the provider can reach',
      'x',
      { media: [1, 'ftp://example.com/a.jpg'] },
    ],
    ['media_invalid: content.media names one medium twice', 'x', { media: [1, 1] }],
    [
      'text_too_long: text has 738 characters; at most 737 fit in UCS-2; "ж" (U+0436) is the first that is not GSM 7-bit',
      'ж'.repeat(738),
      { media: [1] },
    ],
    ['fallback_text_blank: content.fallback_text must not be blank', 'x', { media: [1], fallback_text: ' ' }],
    [
      'fallback_text_too_long: content.fallback_text has 1601 characters; at most 1600 fit in GSM-7',
      'x',
      { media: [1], fallback_text: 'y'.repeat(1_601) },
    ],
  ])('is refused: %s', (fault, text, content) => {
    expect(said({ type: 'mms', text, content })).toEqual([fault]);
  });

  it('needs no text', () => {
    expect(said({ type: 'mms', content: { media: [1, URL], fallback_text: 'Hi {{name}}' } })).toEqual([]);
  });
});

describe('the sender', () => {
  it.each([
    ['whatsapp', null, 'whatsapp_needs_src'],
    ['whatsapp', 'ACME', 'whatsapp_needs_src'],
    ['whatsapp', '14155550100', undefined],
    ['mms', 'ACME', 'sender_not_mms'],
    ['mms', null, undefined],
    ['sms', 'ACME', undefined],
  ] as const)('of %s may not be %s: %s', (type, src, code) => {
    expect(senderFault(type, { src })?.code).toBe(code);
  });
});
