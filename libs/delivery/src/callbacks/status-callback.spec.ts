import { NO_FACTS } from '@herald/ledger';
import { formOf, parseForm } from '@herald/provider';
import fc from 'fast-check';
import { parseProviderTime } from './provider-time';
import { parseStatusCallback } from './status-callback';

const CAPTURED =
  'Status=delivered&From=13342031111&ParentMessageUUID=83e0a1cd-0000-11ea-8e8a-0242ac110005&TotalRate=0.0025&MCC=405' +
  '&PartInfo=1+of+1&ErrorCode=&To=918553651111&Units=1&TotalAmount=0.0025&MNC=803' +
  '&MessageUUID=83e0a1cd-0000-11ea-8e8a-0242ac110005';
type Fields = Parameters<typeof formOf>[0];
const read = (fields: Fields) => parseStatusCallback(formOf(fields));
const factsOf = (fields: Fields) => read(fields)?.facts;

describe('parseStatusCallback', () => {
  it('reads a captured callback', () => {
    expect(parseStatusCallback(parseForm(CAPTURED))).toEqual({
      to: '918553651111',
      facts: {
        state: 'delivered',
        errorCode: null,
        stateAt: null,
        units: 1,
        mcc: '405',
        mnc: '803',
        messageUuid: '83e0a1cd-0000-11ea-8e8a-0242ac110005',
        amount: 250,
      },
    });
  });

  it('reads keys in any case and ignores what it does not know', () => {
    const shouted = parseForm(
      `${CAPTURED.replace(/(^|&)[^=]+/g, (key) => key.toUpperCase())}&requester_ip=1.2.3.4&New=1`,
    );
    expect(parseStatusCallback(shouted)).toEqual(parseStatusCallback(parseForm(CAPTURED)));
  });

  it('knows an expired message from a failed one, and the old word for failed', () => {
    expect(factsOf({ Status: 'failed', ErrorCode: '420' })).toMatchObject({ state: 'expired', errorCode: 420 });
    expect(factsOf({ Status: 'failed', ErrorCode: '300' })).toMatchObject({ state: 'failed', errorCode: 300 });
    expect(factsOf({ Status: 'rejected' })).toMatchObject({ state: 'failed', errorCode: null });
  });

  it('keeps an error code only where something failed', () => {
    expect(factsOf({ Status: 'delivered', ErrorCode: '000' })?.errorCode).toBeNull();
    expect(factsOf({ Status: 'sent', ErrorCode: '30' })?.errorCode).toBeNull();
    expect(factsOf({ Status: 'undelivered', ErrorCode: '000' })?.errorCode).toBeNull();
  });

  it('takes the time of the status, or of the step before where that is missing', () => {
    const times = {
      MessageTime: '2026-08-01 12:00:00.000000',
      QueuedTime: '2026-08-01 12:00:01.500000',
      SentTime: '2026-08-01 12:00:02.000000',
      DeliveryReportTime: '',
    };
    const at = (Status: string) => new Date(factsOf({ ...times, Status })?.stateAt ?? 0).toISOString();
    expect(at('queued')).toBe('2026-08-01T12:00:01.500Z');
    expect(at('sent')).toBe('2026-08-01T12:00:02.000Z');
    expect(at('delivered')).toBe('2026-08-01T12:00:02.000Z');
  });

  it('reads a number however it is written, and none from a masked one', () => {
    const to = (text: string) => read({ Status: 'sent', To: text })?.to;
    expect(to('+1 (415) 555-0101')).toBe('14155550101');
    expect(to('141XXXXX101')).toBeUndefined();
    expect(to('1415*****01')).toBeUndefined();
    expect(to('')).toBeUndefined();
    expect(to('0'.repeat(12))).toBeUndefined();
  });

  it('takes nonsense in a field for missing, and repeated fields for one', () => {
    const nonsense = {
      Units: '1e9',
      MCC: '31O',
      MNC: '12345',
      MessageUUID: 'x',
      TotalAmount: '-1',
      ErrorCode: '99999',
    };
    expect(factsOf({ Status: 'failed', ...nonsense })).toEqual({
      state: 'failed',
      errorCode: null,
      stateAt: null,
      units: null,
      mcc: null,
      mnc: null,
      messageUuid: null,
      amount: null,
    });
    expect(factsOf({ Status: ['', 'sent'], status: 'failed' })?.state).toBe('sent');
  });

  it('refuses a callback without a status', () => {
    for (const Status of [undefined, '']) expect(read({ Status, To: '14155550101' })).toBeUndefined();
  });

  it('takes nothing but number and UUID from one whose status it does not know', () => {
    const messageUuid = '83e0a1cd-0000-11ea-8e8a-0242ac110005';
    for (const Status of ['opened', '__proto__', 'constructor', 'toString']) {
      const told = {
        MessageUUID: messageUuid,
        Units: '2',
        ErrorCode: '30',
        SentTime: '2026-08-01 12:00:02',
        MCC: '310',
      };
      expect(read({ Status, To: '14155550101', ...told })).toEqual({
        to: '14155550101',
        facts: { ...NO_FACTS, messageUuid },
        unknownStatus: Status,
      });
    }
  });

  it('never throws, and never lets a value through that the ledger could not store', () => {
    const key = fc.constantFrom('Status', 'to', 'Units', 'ErrorCode', 'MCC', 'TotalAmount', 'SentTime', 'messageuuid');
    const value = fc.oneof(fc.string(), fc.constantFrom('sent', 'failed'), fc.nat().map(String), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.dictionary(key, value), (fields) => {
        const facts = factsOf({ Status: 'sent', ...fields });
        expect(facts?.units ?? 0).toBeLessThanOrEqual(32_767);
        expect(facts?.amount ?? 0).toBeLessThanOrEqual(999_999_999_999);
        expect(facts?.mcc ?? '').toMatch(/^\d{0,3}$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('parseProviderTime', () => {
  it('reads UTC, microseconds cut to milliseconds, and offsets', () => {
    expect(parseProviderTime('2021-07-13 13:04:06.799021')).toBe(Date.UTC(2021, 6, 13, 13, 4, 6, 799));
    expect(parseProviderTime('2021-07-13 13:04:06.799021+05:30')).toBe(Date.UTC(2021, 6, 13, 7, 34, 6, 799));
    expect(parseProviderTime('2021-07-13T13:04:06Z')).toBe(Date.UTC(2021, 6, 13, 13, 4, 6));
  });

  it('refuses days that do not exist, years nobody means and other text', () => {
    for (const text of ['2026-02-30 00:00:00', '0001-01-01 00:00:00', '9999-01-01 00:00:00', 'yesterday', '']) {
      expect(parseProviderTime(text)).toBeUndefined();
    }
  });
});
