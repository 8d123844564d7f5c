import { readPowerpack } from './powerpack-rules';

const ORDER = ['shortcode', 'tollfree', 'longcode'] as const;
const PRIORITY = { priority1: 'longcode', priority2: 'shortcode', priority3: 'tollfree' };
const ENTRY = { service_type: 'SMS', country_iso: 'US', priority: PRIORITY };
const create = (body: unknown) => readPowerpack(body, undefined, ORDER);

describe('a Powerpack', () => {
  it('has the documented defaults', () => {
    expect(create({ name: 'a' })).toMatchObject({
      name: 'a',
      sticky_sender: true,
      local_connect: true,
      application_id: '',
      application_type: '',
    });
    expect(create({ name: 'a' }).number_priority).toHaveLength(4);
  });

  it('keeps what a create says, the other priorities by default', () => {
    const made = create({ name: 'a', sticky_sender: false, local_connect: 'false', number_priority: [ENTRY] });
    expect(made).toMatchObject({ sticky_sender: false, local_connect: false });
    expect(made.number_priority[0]).toEqual(ENTRY);
    expect(made.number_priority).toHaveLength(4);
  });

  it('changes only what an update names', () => {
    const before = create({ name: 'a', application_id: '77', application_type: 'xml' });
    expect(readPowerpack({ sticky_sender: false }, before, ORDER)).toEqual({ ...before, sticky_sender: false });
    expect(readPowerpack({ application_id: 'none' }, before, ORDER)).toMatchObject({
      application_id: '',
      application_type: '',
    });
  });

  it.each([
    ['no name', {}, 'name parameter is missing'],
    ['an empty name', { name: ' ' }, 'name parameter is missing'],
    ['sticky_sender that is no boolean', { name: 'a', sticky_sender: 1 }, 'sticky_sender must be a boolean'],
    ['local_connect that is no boolean', { name: 'a', local_connect: 'yes' }, 'local_connect must be a boolean'],
    ['an application without its type', { name: 'a', application_id: '7' }, 'application_type must be specified'],
    [
      'an unknown application type',
      { name: 'a', application_type: 'php' },
      'application_type must be one of xml, phlo',
    ],
    ['priorities that are no list', { name: 'a', number_priority: ENTRY }, 'number_priority must be an array'],
    [
      'a service that is none',
      { name: 'a', number_priority: [{ ...ENTRY, service_type: 'FAX' }] },
      'number_priority.service_type must be one of SMS, MMS',
    ],
    [
      'another country',
      { name: 'a', number_priority: [{ ...ENTRY, country_iso: 'GB' }] },
      'number_priority.country_iso must be one of US, CA',
    ],
    [
      'a kind that is none',
      { name: 'a', number_priority: [{ ...ENTRY, priority: { priority1: 'mobile' } }] },
      'number_priority.priority1 must be one of shortcode, longcode, tollfree',
    ],
    [
      'a kind twice',
      { name: 'a', number_priority: [{ ...ENTRY, priority: { priority1: 'longcode', priority2: 'longcode' } }] },
      'number_priority: each kind may appear once',
    ],
    ['two entries for one', { name: 'a', number_priority: [ENTRY, ENTRY] }, 'number_priority: one entry for each'],
  ])('is refused with %s', (_, body, message) => {
    expect(() => create(body)).toThrow(message);
  });
});
