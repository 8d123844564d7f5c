import { Periodic } from './periodic';
import { sleep } from './sleep';

/** Runs a loop whose tick fails as long as `fails` says, until it has run `ticks` times. */
async function run(ticks: number, fails: (tick: number) => boolean): Promise<string[]> {
  const said: string[] = [];
  let ran = 0;
  const loop = new Periodic({
    everyMs: 1,
    tick: () => (fails((ran += 1)) ? Promise.reject(new Error(`tick ${ran}`)) : Promise.resolve()),
    onError: (error, failures) => said.push(`${String(error)} (${failures.ticks} in a row)`),
    onRecovery: (failures) => said.push(`over after ${failures.ticks}`),
  });
  loop.start();
  while (ran < ticks) await sleep(1);
  await loop.stop();
  return said;
}

describe('a periodic loop', () => {
  it('says once that its ticks fail, and once that they succeed again', async () => {
    const said = await run(30, (tick) => tick > 2 && tick <= 20);
    expect(said).toEqual(['Error: tick 3 (1 in a row)', 'over after 18']);
  });

  it('says so of each spell of failures', async () => {
    const said = await run(9, (tick) => tick === 2 || tick === 5);
    expect(said).toEqual(['Error: tick 2 (1 in a row)', 'over after 1', 'Error: tick 5 (1 in a row)', 'over after 1']);
  });

  it('says nothing when nothing fails', async () => {
    expect(await run(5, () => false)).toEqual([]);
  });
});
