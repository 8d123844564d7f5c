import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
/** How often a fault strikes; `count` strikes at most and `for_ms` (real milliseconds from when it was set) end it. */
const limits = {
  probability,
  count: z.number().int().min(0).nullable().default(null),
  for_ms: z.number().int().min(0).nullable().default(null),
};
const fault = z.strictObject(limits).prefault({});
const ms = (value: number): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(3_600_000).default(value);

/** Everything that can go wrong on demand. All off by default. */
export const faultOptions = z
  .strictObject({
    /** The connection is cut; nothing was accepted. */
    drop_before_accept: fault,
    /** The connection is cut although everything was accepted. */
    drop_after_accept: fault,
    /** No answer ever comes; nothing was accepted. */
    hang_before_accept: fault,
    /** No answer ever comes although everything was accepted. */
    hang_after_accept: fault,
    /** 500 with an HTML body. */
    error_500_before_accept: fault,
    error_500_after_accept: fault,
    /** 503 with an HTML body, as from a load balancer. */
    error_503_before_accept: fault,
    error_503_after_accept: fault,
    /** 202 with a body that is not JSON although everything was accepted. */
    garbage_after_accept: fault,
    /** 429 whatever the limits say. */
    throttle_storm: fault,
    /** The answer of a send comes late, by min_ms to max_ms. */
    slow_answer: z.strictObject({ ...limits, min_ms: ms(200), max_ms: ms(2000) }).prefault({}),
    /** The answer is held until the first callbacks of this share of its messages were tried, or max_wait_ms passed. */
    callbacks_before_answer: z
      .strictObject({ ...limits, of_messages: z.number().min(0).max(1).default(0.5), max_wait_ms: ms(5000) })
      .prefault({}),
    /** A callback is never sent. */
    callback_lost: fault,
    /** A callback is sent again, up to within_ms later. */
    callback_duplicated: z.strictObject({ ...limits, within_ms: ms(500) }).prefault({}),
    /** A callback is shuffled within a window: put off by 0 to window_ms. */
    callback_reordered: z.strictObject({ ...limits, window_ms: ms(2000) }).prefault({}),
    /** A callback comes min_ms to max_ms late. */
    callback_late: z.strictObject({ ...limits, min_ms: ms(60_000), max_ms: ms(420_000) }).prefault({}),
    /** A webhook (registration, verification, inbound) is never sent. */
    webhook_lost: fault,
    /** A webhook is sent again, up to within_ms later. */
    webhook_duplicated: z.strictObject({ ...limits, within_ms: ms(500) }).prefault({}),
    /** A webhook comes min_ms to max_ms late. */
    webhook_late: z.strictObject({ ...limits, min_ms: ms(60_000), max_ms: ms(420_000) }).prefault({}),
    /** Somebody else says the opposite first, wrongly signed. */
    webhook_forged: fault,
    /** The connection of a POST or DELETE to a resource is cut; nothing was done. */
    resource_drop_before_accept: fault,
    /** The same although it was done. */
    resource_drop_after_accept: fault,
    /** 500 with an HTML body to a POST or DELETE of a resource; nothing was done, or it was. */
    resource_error_500_before_accept: fault,
    resource_error_500_after_accept: fault,
  })
  .prefault({});

export type FaultOptions = z.output<typeof faultOptions>;
export type FaultName = keyof FaultOptions;
