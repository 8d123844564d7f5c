import { ConfigError, loadConfig } from './load-config';

const valid = {
  DATABASE_URL: 'postgres://herald@127.0.0.1:5432/herald',
  REDIS_URL: 'redis://127.0.0.1:6379',
  CALLBACK_SECRET: 'c'.repeat(32),
  PLIVO_AUTH_ID: 'MAXXXXXXXXXXXXXXXXXX',
  PLIVO_AUTH_TOKEN: 'token',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('leaves limits alone that nobody set', () => {
    expect(Object.values(loadConfig(valid).limits).filter((limit) => limit !== undefined)).toEqual([]);
    expect(loadConfig({ ...valid, ACCOUNT_CONCURRENCY: '7', ACCOUNT_MESSAGES_PER_SECOND: '' }).limits).toMatchObject({
      concurrency: 7,
      accountMessagesPerSecond: undefined,
    });
  });

  it('reads time-outs by country, and refuses what is none', () => {
    const read = (text: string) =>
      loadConfig({ ...valid, RECEIPT_TIMEOUT_BY_COUNTRY: text }).worker.receiptTimeoutByCountryMs;
    expect(read('US=1440,IN=4320')).toEqual({ US: 86_400_000, IN: 259_200_000 });
    expect(read('')).toEqual({});
    for (const wrong of ['US', 'us=5', 'US=0', 'US=5,', 'US=5;IN=6', 'USA=5', 'US=1.5']) {
      expect(problemsOf({ ...valid, RECEIPT_TIMEOUT_BY_COUNTRY: wrong })).toHaveLength(1);
    }
  });

  it('keeps messages for ever and webhooks for 90 days unless told otherwise', () => {
    expect(loadConfig(valid).inboundKept).toEqual({ webhookDays: 90, messageDays: 0 });
    const told = { WEBHOOK_KEPT_DAYS: '0', INBOUND_KEPT_DAYS: '365' };
    expect(loadConfig({ ...valid, ...told }).inboundKept).toEqual({ webhookDays: 0, messageDays: 365 });
    for (const wrong of ['-1', '1.5', 'a year', '40000']) {
      expect(problemsOf({ ...valid, INBOUND_KEPT_DAYS: wrong, WEBHOOK_KEPT_DAYS: wrong })).toHaveLength(2);
    }
  });

  it('names every wrong key at once, with what it was and what is allowed', () => {
    const problems = problemsOf({ ...valid, API_PORT: '70000', LOG_LEVEL: 'loud', DATABASE_URL: undefined });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toContain('API_PORT is "70000"');
    expect(problems.join('\n')).toMatch(/LOG_LEVEL is "loud": .*"info"/);
    expect(problems.join('\n')).toContain('DATABASE_URL is not set');
  });

  it('never repeats the value of a secret', () => {
    const problems = problemsOf({ ...valid, CALLBACK_SECRET: 'hunter2' });
    expect(problems).toEqual(['CALLBACK_SECRET is set: must have at least 32 characters']);
  });

  it('reads an empty variable as one that is not set', () => {
    expect(loadConfig({ ...valid, API_PORT: '' }).api.port).toBe(3000);
  });
});
