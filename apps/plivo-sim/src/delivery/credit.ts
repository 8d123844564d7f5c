import { formatMoney, parseMoney } from '../money';
import { type Settings } from '../options/settings';

function touchesBalance(patch: unknown): boolean {
  if (typeof patch !== 'object' || patch === null || !('account' in patch)) return false;
  const { account } = patch;
  return typeof account === 'object' && account !== null && 'balance' in account;
}

/**
 * Prepaid credit [notes §2]: a message that can't be paid fails with 900, and every send is refused for two minutes
 * after. Setting `account.balance` recharges and lifts the block.
 */
export class Credit {
  private balance: number | null = null;
  private blockedUntil = 0;

  constructor(private readonly settings: Settings) {
    this.recharge();
    settings.onChange((_, patch) => {
      if (touchesBalance(patch)) this.recharge();
    });
  }

  isBlocked(now: number): boolean {
    return now < this.blockedUntil;
  }

  /** Takes the price of one message; false (and the block begins) when the credit does not cover it. */
  pay(amount: number, now: number): boolean {
    if (this.balance === null) return true;
    if (amount > this.balance) {
      this.blockedUntil = now + this.settings.realMs(this.settings.current.account.credit_block_ms);
      return false;
    }
    this.balance -= amount;
    return true;
  }

  /** What is left, as a decimal amount; null without a limit. */
  get left(): string | null {
    return this.balance === null ? null : formatMoney(this.balance);
  }

  recharge(): void {
    const { balance } = this.settings.current.account;
    this.balance = balance === null ? null : parseMoney(balance);
    this.blockedUntil = 0;
  }
}
