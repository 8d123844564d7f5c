import { type Evidence, type Finding, weigh } from './evidence';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds));
const SUSPECT = { sender: { src: '14155550000' }, from: at(0), until: at(30) };
const record = (from: string, time: Date | undefined, powerpackId?: string): Finding => ({ from, time, powerpackId });

describe('weigh', () => {
  it.each<[string, Finding, Evidence]>([
    ['of the sender and the time', record('+1 415 555 0000', at(10)), 'present'],
    ['of another sender, since the provider may replace ours', record('14155550001', at(10)), 'unclear'],
    ['of a later time, since a request may be taken up late', record('14155550000', at(31)), 'unclear'],
    ['of before', record('14155550000', at(-1)), 'absent'],
    ['of a time that cannot be read', record('14155550000', undefined), 'unclear'],
    ['that a Powerpack sent from the same number', record('14155550000', at(10), 'p-1'), 'unclear'],
  ])('takes a record %s for what it is', (_, finding, evidence) => {
    expect(weigh(SUSPECT, [finding])).toBe(evidence);
    expect(weigh(SUSPECT, [])).toBe('absent');
  });

  it('knows a Powerpack’s messages by the Powerpack, whatever number they were sent from', () => {
    const suspect = { ...SUSPECT, sender: { powerpackId: 'P-1' } };
    expect(weigh(suspect, [record('18885550100', at(1), 'p-1')])).toBe('present');
    expect(weigh(suspect, [record('18885550100', at(1), 'p-2')])).toBe('unclear');
    expect(weigh(suspect, [record('18885550100', at(1))])).toBe('unclear');
  });

  it('knows a name as the provider writes it', () => {
    const suspect = { ...SUSPECT, sender: { src: 'My Shop' } };
    expect(weigh(suspect, [record('MYSHOP', at(1))])).toBe('present');
  });
});
