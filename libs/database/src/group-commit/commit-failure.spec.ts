import { afterFailure, nameOfFailure } from './commit-failure';

const sqlError = (code: string) => Object.assign(new Error('value "14155550101" is out of range'), { code });

describe('a group that could not be committed', () => {
  it('is tried again after a conflict with another transaction', () => {
    expect(['40P01', '40001'].map((code) => afterFailure(sqlError(code)))).toEqual(['again', 'again']);
  });

  it('is taken apart when an event can be the cause', () => {
    expect(['22003', '23514', 'XX000'].map((code) => afterFailure(sqlError(code)))).toEqual([
      'one_by_one',
      'one_by_one',
      'one_by_one',
    ]);
  });

  it('is kept for later when Postgres is not able', () => {
    const codes = ['08006', '25P02', '42P01', '53100', '55P03', '57014', '57P01', '58030', 'ECONNREFUSED'];
    const errors = [...codes.map(sqlError), new Error('gone'), 'text'];
    expect(new Set(errors.map(afterFailure))).toEqual(new Set(['later']));
  });

  it('is named in the log without the values it held', () => {
    expect(nameOfFailure(sqlError('22003'))).toBe('22003');
    expect(nameOfFailure(new TypeError('To=14155550101'))).toBe('TypeError');
  });
});
