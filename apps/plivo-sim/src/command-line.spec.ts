import { readCommandLine } from './command-line';

describe('the command line', () => {
  it('takes every flag', () => {
    const args = '--host 0.0.0.0 --port 4010 --auth-id MA1 --auth-token t --seed 7 --preset hardest --exit-with-parent';
    const { start, exitWithParent } = readCommandLine([
      ...args.split(' '),
      '--options',
      '{"time_scale":60}',
      '--subaccounts',
      '{"SA1":"s"}',
    ]);
    expect(start).toEqual({
      host: '0.0.0.0',
      port: 4010,
      authId: 'MA1',
      authToken: 't',
      seed: 7,
      preset: 'hardest',
      options: { time_scale: 60 },
      subaccounts: { SA1: 's' },
    });
    expect(exitWithParent).toBe(true);
  });

  it.each([
    [['--port', '99999'], '--port: must be 0 to 65535 (was "99999")'],
    [['--seed', 'x'], '--seed: must be 0 to 4294967295 (was "x")'],
    [['--preset', 'easy'], '--preset: must be one of plain, documented, hardest, open'],
    [['--options', '{'], '--options: not JSON'],
    [['--options', '[]'], '--options: must be an object'],
    [['--speed', '1'], '--speed'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
