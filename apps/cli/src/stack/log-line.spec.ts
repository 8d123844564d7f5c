import { isAtLeast, readableLine } from './log-line';

describe('readableLine', () => {
  it('turns a JSON line into one that a person reads', () => {
    const line = JSON.stringify({
      level: 'warn',
      time: '2026-05-01T12:34:56.789Z',
      app: 'worker',
      pid: 7,
      event: 'send.throttled',
      msg: 'throttled',
      batch_id: 12,
    });
    expect(readableLine('worker-1', line)).toEqual({
      level: 'warn',
      text: '12:34:56 worker-1 WARN throttled batch_id=12',
    });
  });

  it('adds what an error says', () => {
    const line = JSON.stringify({ level: 'error', msg: 'send failed', err: { message: 'no route', stack: '…' } });
    expect(readableLine('api', line).text).toBe('api ERROR send failed: no route');
  });

  it('takes a line that is not JSON for an error: a crash writes no JSON', () => {
    expect(readableLine('api', 'TypeError: x is not a function')).toEqual({
      level: 'error',
      text: 'api TypeError: x is not a function',
    });
  });

  it('takes no warning of Node itself for an error', () => {
    expect(readableLine('api', '(node:17) [DEP0040] DeprecationWarning: punycode').level).toBe('info');
  });

  it('orders the levels', () => {
    expect(isAtLeast('error', 'warn')).toBe(true);
    expect(isAtLeast('info', 'warn')).toBe(false);
  });
});
