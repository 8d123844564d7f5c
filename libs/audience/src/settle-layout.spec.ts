import { AppError } from '@herald/kernel';
import { isUtf8 } from 'node:buffer';
import type { ImportOptions } from './layout';
import { settleLayout } from './settle-layout';

function settle(text: string | Buffer, options: ImportOptions = {}, country: string | null = 'US') {
  const head = Buffer.from(text);
  return settleLayout({ head, isWhole: true, isUtf8: isUtf8(head) }, options, country);
}

function problemOf(run: () => unknown): Pick<AppError, 'code' | 'message'> {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('settleLayout', () => {
  it('settles everything from a plain file', () => {
    expect(settle('Name;Handynummer;Land\r\nZoë;0170 6256829;DE\r\n', {}, null)).toEqual({
      encoding: 'utf-8',
      delimiter: ';',
      header: true,
      skip_lines: 0,
      columns: ['Name', 'Handynummer', 'Land'],
      phone_column: 'Handynummer',
      country_column: 'Land',
      time_zone_column: null,
      attribute_columns: ['Name', 'Land'],
      default_country: null,
    });
  });

  it('reads one row of one column', () => {
    expect(settle('phone\n4155550101')).toMatchObject({ phone_column: 'phone', delimiter: ',', header: true });
  });

  it('numbers the columns of a file without a header', () => {
    expect(settle('Ana,4155550101\nBo,4155550102\n')).toMatchObject({
      header: false,
      columns: ['column_1', 'column_2'],
      phone_column: 'column_2',
    });
  });

  it('reads Excel’s separator line and UTF-16', () => {
    const text = Buffer.from('\ufeffsep=|\r\nphone|n\r\n4155550101|1\r\n', 'utf16le');
    expect(settle(text)).toMatchObject({
      encoding: 'utf-16le',
      delimiter: '|',
      skip_lines: 1,
      columns: ['phone', 'n'],
    });
  });

  it('lets the caller overrule the guess', () => {
    const text = 'Mobile,Other\n4155550101,4155550102\n';
    const options = { phone_column: 'other', attribute_columns: [], encoding: 'windows-1252', header: true } as const;
    expect(settle(text, options, null)).toMatchObject({
      phone_column: 'Other',
      attribute_columns: [],
      encoding: 'windows-1252',
    });
  });

  it('tells repeated and empty column names apart', () => {
    expect(settle('phone,x,x,\n4155550101,1,2,3\n').columns).toEqual(['phone', 'x', 'x_2', 'column_4']);
  });

  it.each([
    ['', 'empty_file'],
    ['\ufeff \r\n\r\n', 'empty_file'],
    ['name,phone\n', 'header_only'],
    ['name,mail\nAna,ana@example.com\n', 'no_phone_column'],
    ['PK\u0003\u0004\u0014\u0000', 'not_a_csv'],
    ['%PDF-1.7\n%', 'not_a_csv'],
    ['<html><table></table></html>', 'not_a_csv'],
    ['{"phones": []}', 'not_a_csv'],
    ['\u0001\u0000\u0002binary\u0000', 'not_a_csv'],
  ])('refuses %j as %s', (text, code) => {
    expect(problemOf(() => settle(text)).code).toBe(code);
  });

  it('says which columns there are', () => {
    const missing = problemOf(() => settle('name,mail\nAna,ana@example.com\n'));
    expect(missing.message).toContain('phone_column; the columns are: name, mail');
    const unknown = problemOf(() => settle('name,phone\nAna,4155550101\n', { phone_column: 'mobile' }));
    expect([unknown.code, unknown.message]).toEqual([
      'unknown_column',
      'There is no column "mobile". The columns are: name, phone.',
    ]);
  });

  it('refuses a country that is none', () => {
    expect(problemOf(() => settle('phone\n1\n', { default_country: 'XX' })).code).toBe('unknown_country');
  });

  it('works when the first row is larger than the head', () => {
    const head = Buffer.from(`phone,note\n4155550101,"${'x'.repeat(300_000)}`).subarray(0, 256 * 1024);
    expect(settleLayout({ head, isWhole: false, isUtf8: true }, {}, 'US').phone_column).toBe('phone');
  });
});
