import { AppError } from '@herald/kernel';
import type { CampaignInput } from './campaign';
import { checkCampaign } from './check-campaign';
import { DEFAULT_ERROR_BUDGET } from './domain/error-budget';

const now = new Date('2026-03-01T08:00:00Z');
const input: CampaignInput = { name: 'Spring sale', text: 'Hello', src: '+14155550100' };

function faultOf(change: Partial<CampaignInput>): AppError {
  try {
    checkCampaign({ ...input, ...change }, { now });
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('checkCampaign', () => {
  it('fills in the defaults and counts the units', () => {
    expect(checkCampaign({ ...input, text: 'ä'.repeat(161) }, { now })).toEqual({
      name: 'Spring sale',
      text: 'ä'.repeat(161),
      src: '14155550100',
      powerpack_uuid: null,
      type: 'sms',
      content: null,
      log: 'true',
      trackable: false,
      message_expiry: null,
      encoding: 'gsm7',
      units_per_message: 2,
      scheduled_at: null,
      schedule_zone: null,
      if_late: 'send',
      if_late_minutes: 60,
      priority: 0,
      max_backlog_seconds: null,
      deadline_at: null,
      error_budget: DEFAULT_ERROR_BUDGET,
      resend: null,
      feed_limit: null,
    });
  });

  it('takes texts up to the provider’s limits and not one character more', () => {
    expect(checkCampaign({ ...input, text: 'a'.repeat(1_600) }, { now }).encoding).toBe('gsm7');
    expect(checkCampaign({ ...input, text: 'я'.repeat(737) }, { now }).encoding).toBe('ucs2');
    expect(faultOf({ text: 'a'.repeat(1_601) })).toMatchObject({
      code: 'text_too_long',
      details: [{ field: 'text', message: 'has 1601 characters; at most 1600 fit in GSM-7' }],
    });
  });

  it('names the character that made a long text UCS-2', () => {
    expect(faultOf({ text: `${'a'.repeat(737)}“quoted”` }).message).toBe(
      'text has 745 characters; at most 737 fit in UCS-2; "“" (U+201C) is the first that is not GSM 7-bit.',
    );
  });

  it.each([
    ['text_blank', { text: ' \n ' }],
    ['name_invalid', { name: ' ' }],
    ['sender_missing', { src: undefined }],
    ['sender_ambiguous', { powerpack_uuid: '1d5f3dd8-b207-4738-b59f-3c2ac7d3461c' }],
    ['src_invalid', { src: 'Much too long a name' }],
    ['powerpack_uuid_invalid', { src: null, powerpack_uuid: 'mine' }],
    ['message_expiry_invalid', { message_expiry: 4 }],
    ['message_expiry_invalid', { message_expiry: 10_800 }],
    ['schedule_in_past', { scheduled_at: '2026-03-01T08:00:00Z' }],
    ['schedule_invalid', { scheduled_at: 'tomorrow' }],
    ['schedule_invalid', { schedule_zone: 'Europe/Berlin' }],
    ['if_late_invalid', { if_late_minutes: -1 }],
  ] as const)('refuses with %s: %p', (code, change) => {
    expect(faultOf(change)).toMatchObject({ kind: 'invalid', code });
  });

  it('takes the log preferences under which callbacks still tell one recipient from another', () => {
    expect(checkCampaign({ ...input, log: 'number_only' }, { now }).log).toBe('number_only');
    expect(checkCampaign({ ...input, log: true }, { now }).log).toBe('true');
    expect(faultOf({ log: false })).toMatchObject({ code: 'log_masks_numbers' });
    expect(faultOf({ log: 'content_only' })).toMatchObject({ code: 'log_masks_numbers' });
  });

  it('reports all faults at once', () => {
    const { details } = faultOf({ text: '', src: undefined, message_expiry: 1 });
    expect(details.map((detail) => detail.field)).toEqual(['text', 'src', 'message_expiry']);
  });

  it('leaves an old schedule alone where it is not being changed', () => {
    const old = { ...input, scheduled_at: '2026-02-01T08:00:00Z' };
    expect(checkCampaign(old, { now, scheduleMayBePast: true }).scheduled_at).toEqual(new Date('2026-02-01T08:00:00Z'));
  });
});
