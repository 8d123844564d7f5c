import { sendable } from './details';

describe('sendable', () => {
  it('leaves out what is empty and the blanks around texts, at any depth', () => {
    const details = { a: ' x ', b: '', c: null, d: false, e: ['2FA'], f: { g: ' y', h: null } };
    expect(sendable(details)).toEqual({ a: 'x', d: false, e: ['2FA'], f: { g: 'y' } });
  });
});
