import type { ImportLayout } from './layout';
import { keptCells, RowReader } from './row';
import { countryNames } from './settle-layout';

const layout: ImportLayout = {
  encoding: 'utf-8',
  delimiter: ',',
  header: true,
  skip_lines: 0,
  columns: ['Name', 'Phone', 'Country', 'Zone'],
  phone_column: 'Phone',
  country_column: 'Country',
  time_zone_column: 'Zone',
  attribute_columns: ['Name'],
  default_country: 'US',
};
const read = (...cells: string[]) => new RowReader(layout, countryNames).read(cells);

describe('RowReader', () => {
  it('makes a contact of a row', () => {
    expect(read('Zoë "Z"', '0170 6256829', 'Germany', 'europe/berlin')).toEqual({
      phone: '491706256829',
      country: 'DE',
      timeZone: 'Europe/Berlin',
    });
  });

  it('takes missing cells for empty ones', () => {
    expect(read('Ana', '4155550101')).toMatchObject({ phone: '14155550101', country: 'US', timeZone: undefined });
    expect(read('Ana')).toEqual({ code: 'phone_missing', column: 'Phone' });
  });

  it('allows empty cells too many, and none with something in them', () => {
    expect(read('Ana', '4155550101', '', '', '', ' ')).toHaveProperty('phone');
    expect(read('Doe', ' Ana', '4155550101', 'US', 'UTC')).toEqual({ code: 'too_many_cells', column: undefined });
  });

  it('does not guess at an unknown country, unless the number has its own prefix', () => {
    expect(read('Ana', '4155550101', 'Atlantis')).toEqual({ code: 'country_unknown', column: 'Country' });
    expect(read('Ana', '+1 415 555 0101', 'Atlantis')).toHaveProperty('phone', '14155550101');
  });

  it('keeps a contact whose time zone is unknown, and counts it', () => {
    const reader = new RowReader(layout, countryNames);
    expect(reader.read(['Ana', '4155550101', '', 'EST'])).toMatchObject({ timeZone: undefined });
    expect(reader.read(['Bo', '4155550102', '', ''])).toMatchObject({ timeZone: undefined });
    expect(reader.unknownTimeZones).toBe(1);
  });

  it('rejects a row with a huge cell and cuts what is kept of it', () => {
    const cells = ['x'.repeat(70_000), '4155550101'];
    expect(read(...cells)).toEqual({ code: 'cell_too_large', column: 'Name' });
    expect(keptCells(cells)[0]?.length).toBeLessThan(2_000);
    expect(keptCells(cells)[1]).toBe('4155550101');
  });
});
