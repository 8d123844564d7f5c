import { priorityFaults } from './number-priority';

const priority = { priority1: 'shortcode', priority2: 'longcode', priority3: 'tollfree' };
const RIGHT = { country_iso: 'US', service_type: 'SMS', priority };

describe('priorityFaults', () => {
  it('takes what the reference shows', () => {
    const all = ['US', 'CA'].flatMap((country_iso) =>
      ['SMS', 'MMS'].map((service_type) => ({ ...RIGHT, country_iso, service_type })),
    );
    expect(priorityFaults(all)).toEqual([]);
  });

  it.each([
    [{ ...RIGHT, country_iso: 'DE' }, 'number_priority.0.country_iso', 'is "DE": give US or CA'],
    [{ ...RIGHT, service_type: 'WHATSAPP' }, 'number_priority.0.service_type', 'is "WHATSAPP": give SMS or MMS'],
    [
      { ...RIGHT, priority: { ...priority, priority3: 'longcode' } },
      'number_priority.0.priority',
      'is shortcode, longcode, longcode: give each of shortcode, tollfree, longcode one place',
    ],
  ])('refuses %j', (wrong, field, message) => {
    expect(priorityFaults([wrong])).toEqual([{ field, message }]);
  });

  it('refuses two lists for the same country and service', () => {
    expect(priorityFaults([RIGHT, RIGHT])).toEqual([
      { field: 'number_priority.1', message: 'names US SMS a second time' },
    ]);
  });
});
