import { Response } from 'plivo';
import { messageXml } from './message-xml';

interface Xml {
  addMessage(text: string, attributes: object): void;
  toXML(): string;
}

describe('messageXml', () => {
  it('writes what the provider’s own library writes', () => {
    const [src, dst, text] = ['12345', '14155550100', 'Tom & "Jerry" <help> é 😀'];
    const theirs = (Response as () => Xml)();
    theirs.addMessage(text, { src, dst, type: 'sms' });
    const unescaped = (xml: string) => xml.replaceAll('&quot;', '"').replaceAll('&gt;', '>');
    expect(unescaped(messageXml({ src, dst, text }))).toBe(unescaped(theirs.toXML()));
  });

  it('leaves out what XML cannot hold', () => {
    expect(messageXml({ src: '1', dst: '2', text: 'a\0b\x1fc\nd' })).toContain('>abc\nd<');
  });
});
