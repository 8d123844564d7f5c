import type { Environment } from './schema';

/** What a process is told: typed, whole and valid, or the process does not start. Times in ms, sizes in bytes. */
export type Config = ReturnType<typeof sections>;

const MINUTE_MS = 60_000;

export function sections(env: Environment) {
  return {
    database: { url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE },
    redis: { url: env.REDIS_URL, prefix: env.REDIS_PREFIX },
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
    startupTimeoutMs: env.STARTUP_TIMEOUT_MS,
    shutdown: { deadlineMs: env.SHUTDOWN_DEADLINE_MS, drainMs: env.SHUTDOWN_DRAIN_MS },
    metrics: { host: env.METRICS_HOST, ingressPort: env.INGRESS_METRICS_PORT, workerPort: env.WORKER_METRICS_PORT },
    api: {
      host: env.API_HOST,
      port: env.API_PORT,
      bootstrapKey: env.BOOTSTRAP_API_KEY,
      uploadMaxBytes: env.UPLOAD_MAX_BYTES,
    },
    dashboard: { user: env.DASHBOARD_USER, password: env.DASHBOARD_PASSWORD },
    ingress: { host: env.INGRESS_HOST, port: env.INGRESS_PORT },
    callbacks: { publicUrl: env.PUBLIC_URL.replace(/\/+$/, ''), secret: env.CALLBACK_SECRET },
    inbound: {
      mode: env.INBOUND_ANSWERS,
      texts: { opt_out: env.INBOUND_OPT_OUT_TEXT, opt_in: env.INBOUND_OPT_IN_TEXT, help: env.INBOUND_HELP_TEXT },
      providerAnswersFor: new Set(env.INBOUND_PROVIDER_ANSWERS.split(',').filter((number) => number !== '')),
    },
    inboundKept: { webhookDays: env.WEBHOOK_KEPT_DAYS, messageDays: env.INBOUND_KEPT_DAYS },
    plivo: {
      authId: env.PLIVO_AUTH_ID,
      authToken: env.PLIVO_AUTH_TOKEN,
      mainAuthToken: env.PLIVO_MAIN_AUTH_TOKEN,
      baseUrl: env.PLIVO_BASE_URL.replace(/\/+$/, ''),
      connectTimeoutMs: env.PLIVO_CONNECT_TIMEOUT_MS,
      responseTimeoutMs: env.PLIVO_RESPONSE_TIMEOUT_MS,
    },
    limits: {
      requestsPerWindow: env.ACCOUNT_REQUESTS_PER_WINDOW,
      windowMs: env.ACCOUNT_REQUEST_WINDOW_MS,
      concurrency: env.ACCOUNT_CONCURRENCY,
      accountMessagesPerSecond: env.ACCOUNT_MESSAGES_PER_SECOND,
      senderMessagesPerSecond: env.SENDER_MESSAGES_PER_SECOND,
    },
    settling: {
      graceMs: env.UNKNOWN_GRACE_SECONDS * 1_000,
      roundMs: env.UNKNOWN_ROUND_SECONDS * 1_000,
      silentAfterMs: env.SILENT_AFTER_MINUTES * MINUTE_MS,
      lookupsPerMinute: env.ACCOUNT_LOOKUPS_PER_MINUTE,
    },
    worker: {
      concurrency: env.WORKER_CONCURRENCY,
      receiptTimeoutMs: env.RECEIPT_TIMEOUT_MINUTES * MINUTE_MS,
      receiptTimeoutByCountryMs: minutesByCountry(env.RECEIPT_TIMEOUT_BY_COUNTRY),
      callbackLogDays: env.CALLBACK_LOG_DAYS,
    },
    registrations: { silenceMs: env.REGISTRATION_SILENCE_SECONDS * 1_000 },
    feeding: { backlogSeconds: env.BACKLOG_SECONDS },
  } as const;
}

/** `US=1440,IN=4320`; of one country named twice the last counts. */
function minutesByCountry(text: string): Readonly<Record<string, number>> {
  const entries = text === '' ? [] : text.split(',').map((entry) => entry.split('='));
  return Object.fromEntries(entries.map(([country = '', minutes]) => [country, Number(minutes) * MINUTE_MS]));
}
