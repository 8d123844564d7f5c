import pino from 'pino';

import { waitForService } from './wait-for-service';

class Away extends Error {}

function wait(answers: (Error | string)[], timeoutMs = 0) {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  const attempt = () => {
    const answer = answers.shift() ?? new Away('still away');
    return typeof answer === 'string' ? Promise.resolve(answer) : Promise.reject(answer);
  };
  const isAway = (error: unknown) => error instanceof Away;
  return { lines, result: waitForService({ name: 'Postgres', attempt, isAway, logger, timeoutMs }) };
}

describe('waitForService', () => {
  it('waits for what is away, and says so', async () => {
    const { lines, result } = wait([new Away('refused'), 'up']);
    expect(await result).toBe('up');
    expect(lines[0]).toMatch(/"event":"start.waiting","service":"Postgres".*"cause":"refused"/);
    expect(lines[1]).toContain('"event":"start.service_up"');
  });

  it('ends at once at a mistake that waiting would not mend', async () => {
    const { lines, result } = wait([new Error('wrong password'), 'up']);
    await expect(result).rejects.toThrow('wrong password');
    expect(lines).toEqual([]);
  });

  it('gives up after its time, and names what did not answer', async () => {
    const { result } = wait([], 1);
    await expect(result).rejects.toMatchObject({
      code: 'service_away',
      message: expect.stringMatching(/^Postgres did not answer/) as string,
    });
  });
});
