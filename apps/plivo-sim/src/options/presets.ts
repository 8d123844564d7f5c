import { type OptionsPatch } from './options';

export const PRESET_NAMES = ['plain', 'documented', 'hardest', 'open'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Starting points; `--options` is merged over one of them. */
export const PRESETS: Readonly<Record<PresetName, OptionsPatch>> = {
  /** Request limits as documented, no message queues, quick carriers. */
  plain: {},
  /** A new account at the provider, in real time [notes §2]. */
  documented: {
    limits: {
      account_mps: { sms: 5, mms: 0.25, whatsapp: 5 },
      sender_mps: { short_code: 100, toll_free: 25, us_long_code: 4, long_code: 0.25, mms: 2 },
    },
    carrier: { sent_min_ms: 100, sent_max_ms: 2000, receipt_min_ms: 1000, receipt_max_ms: 20_000 },
  },
  /** Everything that may happen to a campaign, at once. */
  hardest: {
    unknowns: { uuid_order: 'shuffled', throttle_body: 'html' },
    numbers: { invalid_share: 0.002 },
    faults: {
      throttle_storm: { probability: 0.15 },
      callbacks_before_answer: { probability: 0.5 },
      callback_duplicated: { probability: 0.2 },
      callback_reordered: { probability: 0.5 },
      slow_answer: { probability: 0.1, min_ms: 50, max_ms: 500 },
    },
  },
  /** No limits and no waiting: for benches of what stands before the provider. */
  open: {
    limits: { requests: null, concurrency: null, list_requests: null },
    carrier: {
      sent_min_ms: 0,
      sent_max_ms: 0,
      receipt_min_ms: 0,
      receipt_max_ms: 0,
      read_min_ms: 0,
      read_max_ms: 0,
    },
  },
};
