import { readOptions } from '../options/merge-options';
import { autoReply, intentOf } from './keywords';

const { keywords } = readOptions({});

describe("the provider's keywords", () => {
  it.each([
    ['STOP', 'optout'],
    [' stop \n', 'optout'],
    ['Stop All', 'optout'],
    ['unsubscribe', 'optout'],
    ['START', 'optin'],
    ['yes', 'optin'],
    ['Help', 'help'],
    ['info', 'help'],
    ['stop please', ''],
    ['nonstop', ''],
    ['STOP.', ''],
    ['', ''],
  ])('%j is %j', (text, intent) => {
    expect(intentOf(text, keywords)).toBe(intent);
  });

  it('answer an opt-in only when it lifted a block', () => {
    expect(autoReply('optin', false, keywords)).toBeNull();
    expect(autoReply('optin', true, keywords)).toContain('resubscribed');
    expect(autoReply('optout', false, keywords)).toContain('unsubscribed');
    expect(autoReply('help', false, keywords)).toContain('Text STOP');
    expect(autoReply('', true, keywords)).toBeNull();
  });

  it('stay silent when replies are off', () => {
    const { keywords: quiet } = readOptions({ keywords: { auto_replies: false } });
    expect(autoReply('optout', true, quiet)).toBeNull();
  });
});
