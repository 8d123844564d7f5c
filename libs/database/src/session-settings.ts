import type { ClientConfig } from 'pg';

/** A transaction holds rows that others wait for. One whose process is frozen, or gone without a word, is cut after this long. */
const IDLE_IN_TRANSACTION_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
/** For the server's side: a client whose machine has vanished is noticed in half a minute, not in two hours. */
const TCP =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000';

/**
 * What every connection of Herald's is opened with. There is no statement timeout here: planning, imports and reports may take as
 * long as they take.
 *
 * @param options further settings, `-c name=value …`
 */
export function sessionSettings(options = ''): ClientConfig {
  return {
    application_name: 'herald',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    options: `${TCP} ${options}`.trim(),
  };
}
