import { contentFaults, requestFaults } from './check-content';
import type { Component, Interactive, MessageContent, Template } from './domain/message-content';

const URL = 'https://example.com/a.jpg';

function said({ text = '', content }: { text?: string; content: MessageContent | null }): string[] {
  return contentFaults({ type: 'whatsapp', text, content }).map(
    ({ code, field, message }) => `${code}: ${field} ${message}`,
  );
}

describe('the content of a WhatsApp message', () => {
  const template: Template = { name: 'welcome', language: 'en_US' };
  const withComponents = (...components: Component[]): MessageContent => ({ template: { ...template, components } });
  const body = (text: string): Component => ({ type: 'body', parameters: [{ type: 'text', text }] });
  const interactive: Interactive = {
    type: 'reply',
    body: { text: 'Well?' },
    action: { buttons: [{ title: 'Yes', id: 'y' }] },
  };
  const change = (part: Partial<Interactive>): MessageContent => ({ interactive: { ...interactive, ...part } });

  it.each<[string, string, MessageContent | null]>([
    [
      'content_missing: content is empty: give a template, or within an open conversation text, media, interactive or location',
      '',
      null,
    ],
    ['content_ambiguous: content has text or media and template: a WhatsApp message is one of them', 'x', { template }],
    [
      'content_ambiguous: content has template and location: a WhatsApp message is one of them',
      '',
      { template, location: { latitude: 1, longitude: 1 } },
    ],
    ['text_too_long: text has 4097 characters; WhatsApp takes at most 4096', 'x'.repeat(4_097), null],
    [
      'text_too_long: text has 1025 characters; WhatsApp takes at most 1024 beside media',
      'x'.repeat(1_025),
      { media: [URL] },
    ],
    ['media_too_many: content.media has 2 entries; whatsapp takes at most 1', '', { media: [1, 2] }],
    [
      'location_invalid: content.location.latitude must be degrees from -90 to 90',
      '',
      { location: { latitude: '91', longitude: 1 } },
    ],
    [
      'location_invalid: content.location.longitude must be degrees from -180 to 180',
      '',
      { location: { latitude: 1, longitude: '' } },
    ],
    [
      'if_missing_invalid: content.if_missing must be hold_back for a template: the provider refuses empty variables',
      '',
      { template, if_missing: 'blank' },
    ],
    [
      'template_invalid: content.template.name must have 1 to 512 characters',
      '',
      { template: { ...template, name: '' } },
    ],
    [
      'template_invalid: content.template.language must be a locale as in en, en_US or pt_BR',
      '',
      { template: { ...template, language: 'English' } },
    ],
    [
      'template_invalid: content.template.components has 2 components of type body; one is allowed',
      '',
      withComponents(body('a'), body('b')),
    ],
    [
      'template_invalid: content.template.components[0].parameters is required: leave the component out if it has no variables',
      '',
      withComponents({ type: 'body' }),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].text must have 1 to 32768 characters',
      '',
      withComponents(body('')),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].text has 61 characters; at most 60 are allowed',
      '',
      withComponents({ type: 'header', parameters: [{ type: 'text', text: 'x'.repeat(61) }] }),
    ],
    [
      'template_invalid: content.template.components[1].parameters[0].text has 1025 characters; at most 1024 are allowed',
      '',
      withComponents({ type: 'header', parameters: [{ type: 'text', text: 'x' }] }, body('x'.repeat(1_025))),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].text has 32769 characters; at most 32768 are allowed',
      '',
      withComponents(body('x'.repeat(32_769))),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].type is media; a body takes text, currency, date_time',
      '',
      withComponents({ type: 'body', parameters: [{ type: 'media', media: URL }] }),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].media must be an http or https URL that the provider can reach',
      '',
      withComponents({ type: 'header', parameters: [{ type: 'media', media: 'a.jpg' }] }),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].currency is required',
      '',
      withComponents({ type: 'body', parameters: [{ type: 'currency' }] }),
    ],
    [
      'template_invalid: content.template.components[0].sub_type is required for a button: url or quick_reply',
      '',
      withComponents({ type: 'button', index: '0', parameters: [{ type: 'text', text: 'x' }] }),
    ],
    [
      'template_invalid: content.template.components[0].index must be the position of the button, 0 to 9',
      '',
      withComponents({ type: 'button', sub_type: 'url', index: '10', parameters: [{ type: 'text', text: 'x' }] }),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].payload is required',
      '',
      withComponents({ type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'payload' }] }),
    ],
    [
      'template_invalid: content.template.components[0].parameters[0].type may be text for a button of sub_type url only: its suffix',
      '',
      withComponents({ type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'text', text: 'x' }] }),
    ],
    [
      'template_invalid: content.template.components[0].cards must be 1 to 10 cards',
      '',
      withComponents({ type: 'carousel', cards: [] }),
    ],
    [
      'template_invalid: content.template.components[0].cards[0].card_index must be 0: cards are numbered from 0 in their order',
      '',
      withComponents({ type: 'carousel', cards: [{ card_index: 1, components: [body('x')] }] }),
    ],
    [
      'template_invalid: content.template.components[0].cards[0].components must not hold another carousel',
      '',
      withComponents({ type: 'carousel', cards: [{ card_index: 0, components: [{ type: 'carousel' }] }] }),
    ],
    [
      'interactive_invalid: content.interactive.body.text has 1025 characters; at most 1024 are allowed',
      '',
      change({ body: { text: 'x'.repeat(1_025) } }),
    ],
    [
      'interactive_invalid: content.interactive.footer.text has 61 characters; at most 60 are allowed',
      '',
      change({ footer: { text: 'x'.repeat(61) } }),
    ],
    [
      'interactive_invalid: content.interactive.header.text is required for a header of type text',
      '',
      change({ header: { type: 'text' } }),
    ],
    [
      'interactive_invalid: content.interactive.header.type may be media for type reply only',
      '',
      change({
        type: 'cta_url',
        header: { type: 'media', media: URL },
        action: { buttons: [{ title: 'Go', cta_url: URL }] },
      }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons must be 1 to 3 buttons for reply',
      '',
      change({ action: {} }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons must be 1 to 3 buttons for reply',
      '',
      change({ action: { buttons: Array.from({ length: 4 }, () => ({ title: 'x' })) } }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons must be one button for cta_url',
      '',
      change({
        type: 'cta_url',
        action: {
          buttons: [
            { title: 'a', cta_url: URL },
            { title: 'b', cta_url: URL },
          ],
        },
      }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons[0].cta_url must be an http or https URL that the provider can reach',
      '',
      change({ type: 'cta_url', action: { buttons: [{ title: 'a' }] } }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons[0].title is required',
      '',
      change({ action: { buttons: [{ id: 'y' }] } }),
    ],
    [
      'interactive_invalid: content.interactive.action.buttons[0].id has 201 characters; at most 200 are allowed',
      '',
      change({ action: { buttons: [{ title: 'y', id: 'x'.repeat(201) }] } }),
    ],
    [
      'interactive_invalid: content.interactive.action.sections must be 1 to 10 sections for type list',
      '',
      change({ type: 'list' }),
    ],
    [
      'interactive_invalid: content.interactive.action.sections[0].title has 25 characters; at most 24 are allowed',
      '',
      change({ type: 'list', action: { buttons: [{ title: 'x' }], sections: [{ title: 'x'.repeat(25) }] } }),
    ],
    [
      'interactive_invalid: content.interactive.action.sections is for type list only',
      '',
      change({ action: { buttons: [{ title: 'x' }], sections: [{}] } }),
    ],
  ])('is refused: %s', (fault, text, content) => {
    expect(said({ text, content })).toEqual([fault]);
  });

  it.each<[string, MessageContent]>([
    ['a template', { template }],
    [
      'a template with variables',
      withComponents({ type: 'header', parameters: [{ type: 'media', media: '{{picture}}' }] }, body('{{name}}')),
    ],
    ['a carousel', withComponents({ type: 'carousel', cards: [{ card_index: 0, components: [body('{{name}}')] }] })],
    ['an interactive message', { interactive }],
    ['a location of the recipient', { location: { latitude: '{{lat}}', longitude: '{{lon}}' } }],
    ['a medium', { media: [3] }],
  ])('may be %s', (_what, content) => {
    expect(said({ content })).toEqual([]);
  });

  it('is judged again with a recipient’s values', () => {
    const content = withComponents({ type: 'header', parameters: [{ type: 'media', media: 'picture' }] });
    expect(requestFaults({ type: 'whatsapp', text: '', content }).map(({ code }) => code)).toEqual([
      'template_invalid',
    ]);
    expect(requestFaults({ type: 'whatsapp', text: '', content: withComponents(body('1')) })).toEqual([]);
  });
});
