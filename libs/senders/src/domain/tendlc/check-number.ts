import { shown } from './findings';

const NORTH_AMERICAN = /^1[2-9]\d{2}[2-9]\d{6}$/;
const TOLL_FREE = /^18(?:00|33|44|55|66|77|88)\d{7}$/;

/** A long code as it can be linked to a 10DLC campaign: its digits, or what is wrong with it. */
export function checkNumber(given: string): { readonly digits: string } | { readonly fault: string } {
  const digits = given.replace(/^\+/, '');
  if (!/^\d+$/.test(digits)) {
    return { fault: `is ${shown(given)}: must be a number in E.164 form, as 12025551111` };
  }
  if (TOLL_FREE.test(digits)) {
    return { fault: `is ${shown(given)}, a toll-free number: those are verified, not linked; only long codes are` };
  }
  if (!NORTH_AMERICAN.test(digits)) {
    return {
      fault: `is ${shown(given)}: must be a long code of the United States with its country code, as 12025551111`,
    };
  }
  return { digits };
}
