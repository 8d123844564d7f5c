import { parseForm } from '../form';
import { parseTollfreeWebhook } from './tollfree-webhook';

const UUID = '4a59de5e-204a-47e8-6973-e713f9a1e0ce';

describe('parseTollfreeWebhook', () => {
  it.each(['SUBMITTED', 'PROCESSING', 'APPROVED', 'REJECTED', 'UPDATE_REQUIRED'])('reads the status %s', (status) => {
    const form = parseForm(`uuid=${UUID}&number=18664892000&status=${status}&error_message=`);
    expect(parseTollfreeWebhook(form)).toEqual({ uuid: UUID, number: '18664892000', status, reason: undefined });
  });

  it('takes names and status in any case, and the reason by either name', () => {
    const pascal = parseForm(
      `UUID=${UUID.toUpperCase()}&Number=%2B18664892000&Status=Update+Required&ErrorMessage=no+link`,
    );
    const expected = { uuid: UUID, number: '18664892000', status: 'UPDATE_REQUIRED', reason: 'no link' };
    expect(parseTollfreeWebhook(pascal)).toEqual(expected);
    expect(parseTollfreeWebhook({ uuid: UUID, status: 'rejected', rejection_reason: 'no link' })).toEqual({
      ...expected,
      number: undefined,
      status: 'REJECTED',
    });
  });

  it.each([
    ['an unknown status', `uuid=${UUID}&status=MAYBE`],
    ['no status', `uuid=${UUID}`],
    ['no id', 'number=18664892000&status=APPROVED'],
    ['an id that is none', 'uuid=12&status=APPROVED'],
  ])('does not guess at %s', (_, form) => {
    expect(parseTollfreeWebhook(parseForm(form))).toBeUndefined();
  });
});
