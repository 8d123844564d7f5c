import { NO_FACTS } from '@herald/ledger';

import { differencesOf } from './differences';

const SENT = { ...NO_FACTS, state: 'sent', units: 1, amount: 350, mcc: '310', messageUuid: 'u', stateAt: 1 } as const;

describe('where the ledger and a record differ', () => {
  it('is nowhere when both tell the same, whatever their times', () => {
    expect(differencesOf(SENT, 'sent', { ...SENT, stateAt: 2 })).toEqual([]);
  });

  it('is in what either of them tells otherwise, in the words of the API', () => {
    const failed = { ...SENT, state: 'failed', errorCode: 30, amount: 0 } as const;
    expect(differencesOf(SENT, 'sent', failed)).toEqual([
      { field: 'state', herald: 'sent', provider: 'failed' },
      { field: 'error_code', herald: null, provider: 30 },
      { field: 'total_amount', herald: '0.00350', provider: '0.00000' },
    ]);
    expect(differencesOf(failed, 'failed', SENT)).toContainEqual({ field: 'error_code', herald: 30, provider: null });
  });

  it('is not in what a record leaves out', () => {
    expect(differencesOf(SENT, 'sent', { ...NO_FACTS, state: 'sent' })).toEqual([]);
  });

  it('is in the state as the list shows it: that of the batch, before the first callback', () => {
    const facts = { ...NO_FACTS, state: 'queued' } as const;
    expect(differencesOf(NO_FACTS, 'accepted', facts)).toEqual([
      { field: 'state', herald: 'accepted', provider: 'queued' },
    ]);
  });
});
