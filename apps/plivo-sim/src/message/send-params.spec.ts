import { readSendParams } from './send-params';

const SMS = { src: '14155550100', dst: '14155550101', text: 'hello' };
const MMS = { src: '14155550100', dst: '14155550101', type: 'mms' };
const WHATSAPP = { src: '14155550100', dst: '14155550101', type: 'whatsapp' };
const TEMPLATE = { name: 'sale', language: 'en_US' };
const url = (n: number): string => `https://media.example.com/${n}.png`;

describe('parameters of a send', () => {
  it('take the documented defaults', () => {
    expect(readSendParams(SMS)).toMatchObject({
      type: 'sms',
      method: 'POST',
      log: 'true',
      trackable: false,
      expiryS: 10_800,
      url: null,
      units: 1,
    });
  });

  it.each([
    ['src and powerpack_uuid', { ...SMS, powerpack_uuid: 'x' }, 'src and powerpack_uuid can not both be specified'],
    ['a Powerpack that is no UUID', { dst: SMS.dst, text: 'x', powerpack_uuid: 'a b' }, 'powerpack_uuid is not valid'],
    ['no sender', { dst: SMS.dst, text: 'x' }, 'src or powerpack_uuid parameter is missing'],
    ['no dst', { src: SMS.src, text: 'x' }, 'dst parameter is missing'],
    ['no text', { src: SMS.src, dst: SMS.dst }, 'text parameter is missing'],
    ['text too long', { ...SMS, text: 'a'.repeat(1601) }, 'text exceeds the limit of 1600 characters'],
    ['UCS-2 text too long', { ...SMS, text: 'ş'.repeat(738) }, 'text exceeds the limit of 737 characters'],
    ['an unknown type', { ...SMS, type: 'fax' }, 'type must be one of sms, mms, whatsapp'],
    ['expiry below 5', { ...SMS, message_expiry: 4 }, 'message_expiry must be between 5 and 10799 seconds'],
    ['expiry above 10799', { ...SMS, message_expiry: '10800' }, 'message_expiry must be between 5 and 10799 seconds'],
    ['a relative url', { ...SMS, url: '/status' }, 'url must be a fully qualified http or https URL'],
    ['a method that is neither', { ...SMS, method: 'PUT' }, 'method must be one of GET, POST'],
    ['an unknown log', { ...SMS, log: 'some' }, 'log must be one of true, false, content_only, number_only'],
    ['trackable that is no boolean', { ...SMS, trackable: 'yes' }, 'trackable must be true or false'],
    ['MMS without media', MMS, 'media_urls parameter is missing'],
    ['11 media', { ...MMS, media_urls: Array.from({ length: 11 }, (_, n) => url(n)) }, 'media_urls: at most 10 are'],
    ['media that is no URL', { ...MMS, media_urls: ['cat.png'] }, 'media_urls must be http or https URLs'],
    ['SMS with media', { ...SMS, media_urls: [url(1)] }, 'media_urls is only allowed for type mms or whatsapp'],
    ['SMS with a template', { ...SMS, template: TEMPLATE }, 'template is only allowed for type whatsapp'],
    ['an unknown DLT category', { ...SMS, dlt_template_category: 'spam' }, 'dlt_template_category must be one of'],
    ['WhatsApp without content', WHATSAPP, 'one of text, media_urls, template, interactive and location is required'],
    ['WhatsApp with two media', { ...WHATSAPP, media_urls: [url(1), url(2)] }, 'only one is allowed for whatsapp'],
    ['a long caption', { ...WHATSAPP, media_urls: [url(1)], text: 'a'.repeat(1025) }, 'text exceeds 1024 characters'],
    ['a template without a name', { ...WHATSAPP, template: { language: 'en' } }, 'template.name is required'],
    [
      'media outside a header',
      { ...WHATSAPP, template: { ...TEMPLATE, components: [{ type: 'body', parameters: [{ type: 'media' }] }] } },
      'template.components.parameters.media is only allowed in a header',
    ],
    [
      'a button without an index',
      { ...WHATSAPP, template: { ...TEMPLATE, components: [{ type: 'button', sub_type: 'url' }] } },
      'template.components.index must be 0 to 9 for a button',
    ],
    [
      'four reply buttons',
      { ...WHATSAPP, interactive: { type: 'reply', body: { text: 'x' }, action: { buttons: [{}, {}, {}, {}] } } },
      'interactive.action.buttons: at most 3 for reply',
    ],
    ['a place that is nowhere', { ...WHATSAPP, location: { latitude: 91, longitude: 0 } }, 'location.latitude must be'],
    ['a list for a body', [], 'request body must be a JSON object'],
    ['no JSON', undefined, 'request body must be a JSON object'],
  ])('refuse %s', (_, body, message) => {
    expect(() => readSendParams(body)).toThrow(message);
  });

  it('take media as a JSON array and as a comma-separated list', () => {
    const urls = [url(1), url(2)];
    expect(readSendParams({ ...MMS, media_urls: urls }).mediaUrls).toEqual(urls);
    expect(readSendParams({ ...MMS, media_urls: urls.join(', ') }).mediaUrls).toEqual(urls);
  });

  it('take booleans as such and as text', () => {
    expect(readSendParams({ ...SMS, log: false, trackable: 'true' })).toMatchObject({ log: 'false', trackable: true });
  });

  it('take templates, interactive messages and places that are whole', () => {
    const header = { type: 'header', parameters: [{ type: 'media', media: url(1) }] };
    const button = {
      type: 'button',
      sub_type: 'quick_reply',
      index: '0',
      parameters: [{ type: 'payload', payload: 'p' }],
    };
    const template = { ...TEMPLATE, components: [header, button] };
    expect(readSendParams({ ...WHATSAPP, template }).templated).toBe(true);
    const interactive = {
      type: 'list',
      body: { text: 'pick' },
      footer: { text: 'one' },
      action: { buttons: [{ title: 'go' }], sections: [{ title: 'a', id: '1' }] },
    };
    expect(readSendParams({ ...WHATSAPP, interactive }).templated).toBe(false);
    expect(() => readSendParams({ ...WHATSAPP, location: { latitude: '52.5', longitude: 13.4 } })).not.toThrow();
  });
});
