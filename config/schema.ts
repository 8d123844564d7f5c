import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1);
const duration = z.coerce.number().int().min(0);
/** A century is as good as for ever. */
const keptDays = z.coerce.number().int().min(0).max(36_500);
const text = z.string().min(1);
const url = (protocols: RegExp, allowed: string) => z.url({ protocol: protocols, error: `must be a URL (${allowed})` });

/**
 * Every variable Herald reads, with its default. Secrets have none: `npm start` makes them, a hand-made deployment sets them.
 */
export const environmentSchema = z.object({
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://…'),
  DATABASE_POOL_SIZE: count.max(200).default(10),
  REDIS_URL: url(/^rediss?$/, 'redis://… or rediss://…'),
  /** Before every key in Redis, so that several Heralds can share one. */
  REDIS_PREFIX: text.default('herald'),
  DATA_DIR: text.default('.herald/data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),

  /** How long a process that starts waits for Postgres and Redis before it leaves; 0 = for ever. */
  STARTUP_TIMEOUT_MS: duration.default(300_000),
  /** A process that was told to stop leaves after this long, whatever is still under way. Longer than a send may take. */
  SHUTDOWN_DEADLINE_MS: count.default(45_000),
  /** Work still comes in for this long after readiness is down, so that a load balancer can notice. */
  SHUTDOWN_DRAIN_MS: duration.default(0),
  /** Probes and metrics of ingress and worker, for nobody outside; port 0 = any free one. The api serves them on its own port. */
  METRICS_HOST: text.default('127.0.0.1'),
  INGRESS_METRICS_PORT: port.default(0),
  WORKER_METRICS_PORT: port.default(0),

  API_HOST: text.default('127.0.0.1'),
  API_PORT: port.default(3000),
  /** Stored (hashed) as the first admin key when there is none; made up and printed otherwise. */
  BOOTSTRAP_API_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  DASHBOARD_USER: text.default('operator'),
  DASHBOARD_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  UPLOAD_MAX_BYTES: count.default(10_000_000_000),

  INGRESS_HOST: text.default('127.0.0.1'),
  INGRESS_PORT: port.default(3001),
  /** Where the provider reaches ingress; signatures are checked on exactly this URL. */
  PUBLIC_URL: url(/^https?$/, 'http://… or https://…').default('http://127.0.0.1:3001'),
  /** Key of the tokens in callback URLs. Changing it orphans the callbacks of batches already sent. */
  CALLBACK_SECRET: z.string().min(32, 'must have at least 32 characters'),

  /** How Herald answers keywords that the provider does not: as XML, by a message of its own, or not at all. */
  INBOUND_ANSWERS: z.enum(['xml', 'send', 'off']).default('xml'),
  INBOUND_OPT_OUT_TEXT: text.default(
    'You have been unsubscribed and will not receive any more messages from this number.',
  ),
  INBOUND_OPT_IN_TEXT: text.default(
    'You have been resubscribed to receiving messages from this number. Reply HELP for help or STOP to stop receiving messages. Message and data rates may apply.',
  ),
  INBOUND_HELP_TEXT: text.default(
    'Text STOP to stop receiving messages from this number. Message and data rates may apply.',
  ),
  /** Short codes and foreign numbers of ours for which the provider was asked to answer its own keywords: `12345,4915112345678`. */
  INBOUND_PROVIDER_ANSWERS: z
    .string()
    .regex(/^(\d{3,15}(,|$))*(?<!,)$/, 'must be numbers in digits with commas between, as in 12345,4915112345678')
    .default(''),

  PLIVO_AUTH_ID: z.string().regex(/^(MA|SA)[A-Z0-9]{18}$/, 'must be MA or SA and 18 capital letters or digits'),
  PLIVO_AUTH_TOKEN: text,
  /** Main account's token, where PLIVO_AUTH_ID is a subaccount: callbacks are signed with both. */
  PLIVO_MAIN_AUTH_TOKEN: text.optional(),
  PLIVO_BASE_URL: url(/^https?$/, 'http://… or https://…').default('https://api.plivo.com'),
  PLIVO_CONNECT_TIMEOUT_MS: count.default(5_000),
  PLIVO_RESPONSE_TIMEOUT_MS: count.default(30_000),

  // Limits are lanes: rows, changed while everything runs. What is set here is written to them when a worker starts.
  ACCOUNT_REQUESTS_PER_WINDOW: count.optional(),
  ACCOUNT_REQUEST_WINDOW_MS: count.optional(),
  ACCOUNT_CONCURRENCY: count.max(1_000).optional(),
  ACCOUNT_MESSAGES_PER_SECOND: z.coerce.number().positive().optional(),
  /** Of every sender without a lane of its own. */
  SENDER_MESSAGES_PER_SECOND: z.coerce.number().positive().optional(),
  WORKER_CONCURRENCY: count.max(1_000).default(25),
  /** Requests for lists of its records the provider allows; it publishes no figure, this is a careful one. */
  ACCOUNT_LOOKUPS_PER_MINUTE: z.coerce.number().positive().max(100_000).default(19),
  /** How long callbacks have to settle a batch of unknown outcome before the provider's records are asked, from the end of its lease. */
  UNKNOWN_GRACE_SECONDS: z.coerce.number().min(0).default(120),
  /** Between two rounds of asking. Shorter than a request can be on its way means that a person may get a message twice. */
  UNKNOWN_ROUND_SECONDS: z.coerce.number().min(0).default(900),
  /** How long after its acceptance a batch is looked through for messages that nothing was heard of: callbacks get lost. */
  SILENT_AFTER_MINUTES: z.coerce.number().positive().default(30),
  /** The provider is asked about a brand, 10DLC campaign or number no webhook told of for so long; then at doubling intervals. */
  REGISTRATION_SILENCE_SECONDS: z.coerce.number().positive().max(86_400).default(600),
  /** What may wait at the provider, in seconds of each lane's rate: it cannot be called back, so pause and cancel stop within it. */
  BACKLOG_SECONDS: count.max(10_799).default(120),
  /** A message the provider leaves at `sent` this long is closed as `sent_no_receipt`; a quarter later, 12 h at most, if it was not looked up. */
  RECEIPT_TIMEOUT_MINUTES: count.default(72 * 60),
  /** Where receipts come sooner, later or never: minutes by ISO 3166-1 alpha-2 code, `US=1440,IN=4320`. */
  RECEIPT_TIMEOUT_BY_COUNTRY: z
    .string()
    .regex(/^([A-Z]{2}=[1-9]\d{0,6}(,|$))*(?<!,)$/, 'must be countries with minutes, as in US=1440,IN=4320')
    .default(''),
  /** Days the log of callbacks is kept; a campaign that began before cannot be rebuilt. The provider keeps numbers as long. */
  CALLBACK_LOG_DAYS: count.default(90),
  /** Days a webhook about registrations is kept once it was handled, from when it came last; 0 = for ever. */
  WEBHOOK_KEPT_DAYS: keptDays.default(90),
  /** Days a message of a person is kept that does not bear on consent (opt-outs, opt-ins, reviews stay); 0 = for ever. */
  INBOUND_KEPT_DAYS: keptDays.default(0),
});

export type Environment = z.output<typeof environmentSchema>;
