import { isCountryName, isTimeZoneName, phoneNameScore } from './column-names';

describe('the names of columns', () => {
  it.each([
    'Mobile Phone Number',
    'Handynummer',
    'Cell',
    'Teléfono móvil',
    'Celular',
    'MSISDN',
    'WhatsApp',
    'mobilePhone',
  ])('reads %s as a mobile number', (name) => {
    expect(phoneNameScore(name)).toBe(3);
  });

  it.each([
    'Phone',
    'phone_number',
    'Téléphone',
    'Telefon',
    'Número',
    'Contact Number',
    'Customer Phone',
    'Tel.',
    'Numéro',
  ])('reads %s as some number', (name) => {
    expect(phoneNameScore(name)).toBe(2);
  });

  it.each(['Home Phone', 'Telefon (Büro)', 'Phone 2', 'Work phone'])('reads %s as a poorer choice', (name) => {
    expect(phoneNameScore(name)).toBe(1);
  });

  it.each(['Fax', 'Phone Type', 'Customer Number', 'Record ID', 'Hausnummer', 'Mobile Country Code', 'Name', 'Hotel'])(
    'does not take %s for a number',
    (name) => {
      expect(phoneNameScore(name)).toBe(0);
    },
  );

  it('finds countries and time zones', () => {
    expect(['Country', 'country_code', 'Land', 'País'].every(isCountryName)).toBe(true);
    expect(['time_zone', 'Timezone', 'TZ', 'Zeitzone'].every(isTimeZoneName)).toBe(true);
    expect(isCountryName('County')).toBe(false);
  });
});
