import fc from 'fast-check';

import { parseForm } from '../form';
import { parseInboundMessage } from './inbound-message';

const UUID = '5b40a428-bfc7-4daf-9d06-726c558bf3b8';
/** As nyaruka/courier recorded it from the provider. */
const CAPTURED = `To=4759440448&From=4759440449&TotalRate=0&Units=1&Text=Msg&TotalAmount=0&Type=sms&MessageUUID=${UUID}`;

describe('parseInboundMessage', () => {
  it('reads a message that was recorded from the provider', () => {
    expect(parseInboundMessage(parseForm(CAPTURED))).toEqual({
      messageUuid: UUID,
      from: '4759440449',
      to: '4759440448',
      type: 'sms',
      text: 'Msg',
      intent: undefined,
      units: 1,
      media: [],
      powerpackUuid: undefined,
      totalRate: '0',
      totalAmount: '0',
      errorCode: undefined,
      contentType: undefined,
      button: undefined,
      repliesTo: undefined,
    });
  });

  it.each(['optout', 'optin', 'help'])('hears the intent %s', (intent) => {
    expect(parseInboundMessage(parseForm(`${CAPTURED}&MessageIntent=${intent}`))?.intent).toBe(intent);
  });

  it('leaves the text as it was written', () => {
    const form = parseForm(CAPTURED.replace('Text=Msg', 'Text=+STOP%0A'));
    expect(parseInboundMessage(form)?.text).toBe(' STOP\n');
    expect(parseInboundMessage(parseForm(CAPTURED.replace('Text=Msg', 'Text=')))?.text).toBe('');
  });

  it.each([
    ['from 1', [1, 2, 10]],
    ['from 0', [0, 1, 2]],
  ])('takes media counted %s in their order', (_, places) => {
    const media = places.map((place) => `https://media.plivo.com/${place}`);
    const fields = places.map((place) => `Media${place}=${encodeURIComponent(`https://media.plivo.com/${place}`)}`);
    const body = `From=14155550101&To=14155550100&Body=Look&Type=mms&MediaCount=3&MessageUUID=${UUID}`;
    const read = parseInboundMessage(parseForm(`${body}&${fields.reverse().join('&')}`));
    expect(read).toMatchObject({ type: 'mms', text: 'Look', media });
  });

  it('reads WhatsApp’s button and context, as JSON in a form and as objects', () => {
    const parts = {
      Type: 'whatsapp',
      From: 'whatsapp:+14155550101',
      To: '+14155550100',
      MessageUUID: UUID,
      ContentType: 'button',
    };
    const objects = { Button: { Text: 'Yes', Payload: 'yes-1' }, Context: { message_uuid: 'b48d95dc-e3ac' } };
    const expected = {
      type: 'whatsapp',
      from: '14155550101',
      text: '',
      contentType: 'button',
      button: { text: 'Yes', payload: 'yes-1' },
      repliesTo: 'b48d95dc-e3ac',
    };
    const texts = { Button: JSON.stringify(objects.Button), Context: JSON.stringify(objects.Context) };
    const form = parseForm(new URLSearchParams({ ...parts, ...texts }).toString());
    expect(parseInboundMessage(form)).toMatchObject(expected);
    expect(parseInboundMessage({ ...parts, ...objects })).toMatchObject(expected);
  });

  it('takes snake case too, a short code, and no type where media say it', () => {
    const payload = { message_uuid: UUID, from: 14155550101, to: '55555', media1: 'https://a.example/1' };
    expect(parseInboundMessage(payload)).toMatchObject({ from: '14155550101', to: '55555', type: 'mms' });
  });

  it.each([
    ['no id', CAPTURED.replace(/&MessageUUID=.*/, '')],
    ['no sender', CAPTURED.replace('From=4759440449', 'From=')],
    ['a masked sender', CAPTURED.replace('From=4759440449', 'From=475XXXX0449')],
    ['an unknown type', CAPTURED.replace('Type=sms', 'Type=fax')],
    ['nothing', ''],
  ])('does not guess at %s', (_, form) => {
    expect(parseInboundMessage(parseForm(form))).toBeUndefined();
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.string().map(parseForm)), (payload) => {
        expect(() => parseInboundMessage(payload)).not.toThrow();
      }),
    );
    expect(parseInboundMessage(parseForm(`${CAPTURED}&Button=%7Bbroken`))?.button).toBeUndefined();
  });
});
