import { readMessageXml } from './message-xml';

const one = (xml: string) => readMessageXml(xml)?.[0];

describe('the answer of a webhook', () => {
  it('says what to send from where to whom', () => {
    const xml = `<?xml version="1.0" encoding="utf-8"?>
      <Response>
        <Message src="14155550100" dst='14155550101' type="sms" callbackUrl="https://a.example/s?x=1&amp;y=2"
          callbackMethod="GET">You &amp; I &#8211; &lt;ok&gt;</Message>
      </Response>`;
    expect(readMessageXml(xml)).toEqual([
      {
        src: '14155550100',
        dst: '14155550101',
        type: 'sms',
        callbackUrl: 'https://a.example/s?x=1&y=2',
        callbackMethod: 'GET',
        text: 'You & I – <ok>',
        media: [],
      },
    ]);
  });

  it('may hold several messages, CDATA, comments and media', () => {
    const xml = `<Response><!-- <Message>no</Message> --><Message>one</Message>
      <Message type="mms">two <![CDATA[<3 & more]]><Media>https://m.example/a.png</Media></Message></Response>`;
    expect(readMessageXml(xml)?.map(({ text, media }) => [text, media])).toEqual([
      ['one', []],
      ['two <3 & more', ['https://m.example/a.png']],
    ]);
  });

  it.each([['<Response/>'], ['<Response></Response>'], ['']])('may be empty: %j', (xml) => {
    expect(readMessageXml(xml)).toEqual([]);
  });

  it.each([['<html><body>ok</body></html>'], ['<Message>x</Message>'], ['ok']])('is no document: %s', (xml) => {
    expect(readMessageXml(xml)).toBeUndefined();
  });

  it('leaves src and dst open where it does not name them', () => {
    expect(one('<Response><Message>hi</Message></Response>')).toMatchObject({ src: undefined, dst: undefined });
  });
});
