import { detectEncoding, foreignFormat } from './encoding';

describe('detectEncoding', () => {
  it('believes a byte order mark', () => {
    expect(detectEncoding(Buffer.from('\ufeffa', 'utf8'), true)).toBe('utf-8');
    expect(detectEncoding(Buffer.from('\ufeffa', 'utf16le'), false)).toBe('utf-16le');
    expect(detectEncoding(Buffer.from('\ufeffa', 'utf16le').swap16(), false)).toBe('utf-16be');
  });

  it('knows UTF-16 without a mark by its zero bytes', () => {
    const text = Buffer.from('Name;Handynummer\r\nZoë;0170 6256829\r\n', 'utf16le');
    expect(detectEncoding(text, true)).toBe('utf-16le');
    expect(detectEncoding(Buffer.from(text).swap16(), true)).toBe('utf-16be');
  });

  it('takes anything else that is not UTF-8 for Windows-1252', () => {
    expect(detectEncoding(Buffer.from('Zoë', 'latin1'), false)).toBe('windows-1252');
    expect(detectEncoding(Buffer.from('Zoë', 'utf8'), true)).toBe('utf-8');
  });

  it('sees that zero bytes without a pattern are no text', () => {
    expect(detectEncoding(Buffer.from([1, 0, 0, 7, 9, 12, 0]), true)).toBe('binary');
  });
});

describe('foreignFormat', () => {
  it.each([
    [Buffer.from('PK\u0003\u0004...'), /Excel/],
    [Buffer.from('%PDF-1.7'), /PDF/],
    [Buffer.from('\ufeff<!DOCTYPE html><html>'), /web page/],
    [Buffer.from('[{"phone": 1}]'), /JSON/],
  ])('names what was sent instead of a CSV', (head, name) => {
    expect(foreignFormat(head)).toMatch(name);
  });

  it('has nothing against a CSV', () => {
    expect(foreignFormat(Buffer.from('phone,name\n+14155550101,Ana\n'))).toBeUndefined();
  });
});
