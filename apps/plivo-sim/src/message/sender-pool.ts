import { type SimulatorOptions } from '../options/options';
import { hashText, type SeededRandom } from '../random';

const GENERATED_AREA = '1628555';
const GENERATED_NUMBERS = 10_000;

/** The numbers of a Powerpack; undefined when the account has no such pack. Without a list every UUID has a pool. */
export function powerpackNumbers(
  uuid: string,
  account: SimulatorOptions['account'],
  random: SeededRandom,
): readonly string[] | undefined {
  if (account.powerpacks !== null) return account.powerpacks[uuid];
  const subject = hashText(uuid);
  const first = random.hash('pool', subject) % GENERATED_NUMBERS;
  return Array.from({ length: account.powerpack_pool_size }, (_, index) => {
    const number = (first + index * 37) % GENERATED_NUMBERS;
    return GENERATED_AREA + String(number).padStart(4, '0');
  });
}

/** The Powerpack of `account.powerpacks` that a number is in. */
export function listedPack(number: string, account: SimulatorOptions['account']): string | undefined {
  return Object.entries(account.powerpacks ?? {}).find(([, numbers]) => numbers.includes(number))?.[0];
}

/** Sticky sender (the Powerpack's default): one destination always gets the same number of the pool. */
export function stickyNumber(pool: readonly string[], to: number, random: SeededRandom): string {
  return pool[random.hash('pool', to, 1) % pool.length] ?? '';
}
