import { AppError } from '@herald/kernel';
import { e164Digits } from './e164';

describe('e164Digits', () => {
  it('takes a number with and without its plus to the same digits', () => {
    expect(e164Digits('+14155550101')).toBe('14155550101');
    expect(e164Digits('14155550101')).toBe('14155550101');
  });

  it.each([
    '',
    '+',
    '0044 20 7946 0000',
    '0049301234567',
    '+1 415 555 0101',
    '123456',
    '1'.repeat(16),
    'abc',
    '++14155550101',
  ])('refuses %p rather than guess', (phone) => {
    expect(() => e164Digits(phone)).toThrow(AppError);
  });

  it('names the field it was given', () => {
    expect(() => e164Digits('x', 'phones.3')).toThrow(/^phones\.3 must be an E\.164 number/);
  });
});
