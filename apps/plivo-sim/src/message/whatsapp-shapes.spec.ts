import { whatsappFault } from './whatsapp-shapes';

const MEDIA = 'https://media.example.com/menu.pdf';
const TEXT = { type: 'text', text: 'Ada' };
const HEADER = { type: 'header', parameters: [TEXT] };
const BODY = { type: 'body', parameters: [TEXT, { type: 'text', text: '7', parameter_name: 'count' }] };
const URL_BUTTON = { type: 'button', sub_type: 'url', index: '0', parameters: [TEXT] };
const REPLY_BUTTON = {
  type: 'button',
  sub_type: 'quick_reply',
  index: 9,
  parameters: [{ type: 'payload', payload: 'p' }],
};
const PLACE = { latitude: '52.5', longitude: 13.4, name: 'Office', address: 'Somewhere 1' };

const template = (...components: object[]): string | undefined =>
  whatsappFault({ template: { name: 'sale', language: 'en_US', components } }, null, []);
const button = (over: object): string | undefined => template({ ...URL_BUTTON, ...over });
const parameter = (type: string, over: object): string | undefined => template({ type, parameters: [over] });
const interactive = (over: object): string | undefined =>
  whatsappFault(
    { interactive: { type: 'reply', body: { text: 'Pick' }, action: { buttons: [{ title: 'A' }] }, ...over } },
    null,
    [],
  );
const list = (sections: unknown): string | undefined =>
  interactive({ type: 'list', action: { buttons: [{ title: 'Open' }], sections } });
const location = (over: object): string | undefined => whatsappFault({ location: { ...PLACE, ...over } }, null, []);

describe('a WhatsApp template', () => {
  it.each([
    ['nothing but a name', template()],
    ['header, body and buttons', template(HEADER, BODY, URL_BUTTON, REPLY_BUTTON)],
    ['media in the header', parameter('header', { type: 'media', media: MEDIA })],
    ['a place in the header', parameter('header', { type: 'location', location: PLACE })],
    ['an amount', parameter('body', { type: 'currency', currency: { fallback_value: '$1' } })],
    ['32,768 characters of body alone', parameter('body', { type: 'text', text: 'a'.repeat(32_768) })],
    ['a carousel', template({ type: 'carousel', cards: [{ components: [HEADER, URL_BUTTON] }] })],
    ['a catalogue button without parameters', template({ type: 'button', sub_type: 'catalog', index: 0 })],
  ])('is fine with %s', (_, fault) => {
    expect(fault).toBeUndefined();
  });

  it.each([
    ['a language that is none', whatsappFault({ template: { name: 'a', language: 'English' } }, null, []), 'a locale'],
    ['a component of no kind', template({ type: 'footer', parameters: [TEXT] }), 'template.components.type must be'],
    ['a component without parameters', template({ type: 'body' }), 'template.components.parameters is required'],
    ['no parameters at all', template({ type: 'body', parameters: [] }), 'template.components.parameters is required'],
    ['61 characters of header', parameter('header', { type: 'text', text: 'a'.repeat(61) }), 'at most 60'],
    [
      '1,025 characters of body beside a header',
      template(HEADER, { type: 'body', parameters: [{ type: 'text', text: 'a'.repeat(1025) }] }),
      'at most 1024',
    ],
    ['32,769 characters', parameter('body', { type: 'text', text: 'a'.repeat(32_769) }), 'at most 32768'],
    ['media in the body', parameter('body', { type: 'media', media: MEDIA }), 'media is only allowed in a header'],
    ['media that is no address', parameter('header', { type: 'media', media: 'x' }), 'media is required'],
    [
      'a payload in the body',
      parameter('body', { type: 'payload', payload: 'x' }),
      'type must be one of text, currency',
    ],
    ['no sub_type', button({ sub_type: undefined }), 'sub_type is required for a button'],
    ['no index', button({ index: undefined }), 'index must be 0 to 9 for a button'],
    ['index 10', button({ index: '10' }), 'index must be 0 to 9 for a button'],
    [
      'a text in a quick reply',
      button({ sub_type: 'quick_reply' }),
      'text is only allowed in a button of sub_type url',
    ],
    ['a payload in a URL', button({ parameters: [{ type: 'payload', payload: 'x' }] }), 'sub_type quick_reply'],
    ['a carousel without cards', template({ type: 'carousel' }), 'cards is required for a carousel'],
    ['eleven cards', template({ type: 'carousel', cards: Array.from({ length: 11 }, () => ({})) }), 'at most 10'],
    [
      'a card with a fault',
      template({ type: 'carousel', cards: [{ components: [{ type: 'body' }] }] }),
      'template.components.parameters is required',
    ],
  ])('is refused with %s', (_, fault, message) => {
    expect(fault).toContain(message);
  });
});

describe('an interactive WhatsApp message', () => {
  it.each([
    ['three replies under a picture', interactive({ header: { type: 'media', media: MEDIA } })],
    ['a footer', interactive({ footer: { text: 'a'.repeat(60) } })],
    [
      'a link',
      interactive({ type: 'cta_url', action: { buttons: [{ title: 'Go', cta_url: 'https://example.com/x' }] } }),
    ],
    ['a list', list([{ title: 'Fruit', rows: [{ id: 'a', title: 'Apple', description: 'Red' }] }])],
  ])('is fine with %s', (_, fault) => {
    expect(fault).toBeUndefined();
  });

  it.each([
    ['a type that is none', interactive({ type: 'poll' }), 'interactive.type must be one of list, reply, cta_url'],
    ['no body', interactive({ body: undefined }), 'interactive.body.text: 1 to 1024'],
    ['a long body', interactive({ body: { text: 'a'.repeat(1025) } }), 'interactive.body.text: 1 to 1024'],
    ['a long footer', interactive({ footer: { text: 'a'.repeat(61) } }), 'interactive.footer.text: 1 to 60'],
    ['a header of no kind', interactive({ header: { type: 'gif' } }), 'interactive.header.type must be text or media'],
    ['a header without its text', interactive({ header: { type: 'text' } }), 'interactive.header.text is required'],
    [
      'media above a list',
      interactive({ type: 'list', header: { type: 'media', media: MEDIA } }),
      'interactive.header of type media is only allowed for reply',
    ],
    ['no action', interactive({ action: undefined }), 'interactive.action is required'],
    ['no buttons', interactive({ action: { buttons: [] } }), 'interactive.action.buttons is required'],
    ['a button without a title', interactive({ action: { buttons: [{}] } }), 'buttons.title is required'],
    [
      'two links',
      interactive({ type: 'cta_url', action: { buttons: [{ title: 'A' }, { title: 'B' }] } }),
      'at most 1 for cta_url',
    ],
    ['a link to nowhere', interactive({ type: 'cta_url' }), 'buttons.cta_url is required'],
    ['a list without sections', list(undefined), 'sections is required for list'],
    ['eleven sections', list(Array.from({ length: 11 }, () => ({ title: 'a' }))), 'sections: at most 10'],
    ['a long section title', list([{ title: 'a'.repeat(25) }]), 'interactive sections title: at most 24'],
    ['a long row id', list([{ rows: [{ id: 'a'.repeat(201) }] }]), 'interactive rows id: at most 200'],
  ])('is refused with %s', (_, fault, message) => {
    expect(fault).toContain(message);
  });
});

describe('a WhatsApp location', () => {
  it('is a place on Earth', () => {
    expect(location({})).toBeUndefined();
    expect(location({ latitude: 90.1 })).toBe('location.latitude must be a number within 90');
    expect(location({ longitude: undefined })).toBe('location.longitude must be a number within 180');
    expect(location({ name: 7 })).toBe('location.name must be a string');
  });

  it('comes alone', () => {
    const both = { location: PLACE, template: { name: 'a', language: 'en' } };
    expect(whatsappFault(both, null, [])).toContain('only one of template, interactive and location');
  });
});
