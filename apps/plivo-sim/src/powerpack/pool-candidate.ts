import { ApiFault, notFound } from '../http/api-fault';
import { countryOf } from '../message/countries';
import { senderKind } from '../message/sender';
import { type SimulatorOptions } from '../options/options';
import { type PoolKind, type Service } from './powerpack';
import { type NewPoolNumber } from './powerpack-store';

type OwnNumbers = SimulatorOptions['account']['numbers'];

const KINDS = { long_code: 'longcode', toll_free: 'tollfree', short_code: 'shortcode' } as const;

function kindByDigits(number: string): PoolKind | undefined {
  const kind = senderKind(number);
  if (kind === 'short_code') return 'shortcode';
  if (kind === 'toll_free') return 'tollfree';
  return kind === undefined || kind === 'alphanumeric' ? undefined : 'longcode';
}

/** What an account's number is. Without a list of them (`account.numbers` null) every number is one, told by its digits. */
function factsOf(
  number: string,
  own: OwnNumbers,
): { kind: PoolKind; country: string; capabilities: readonly string[] } | undefined {
  if (own === null) {
    const kind = kindByDigits(number);
    if (kind === undefined) return undefined;
    const country = kind === 'shortcode' ? 'US' : countryOf(Number(number));
    return { kind, country, capabilities: ['sms', 'mms'] };
  }
  const facts = Object.hasOwn(own, number) ? own[number] : undefined;
  return facts && { kind: KINDS[facts.type], country: facts.country, capabilities: facts.capabilities };
}

/**
 * Checks a number that is to join a pool as one of these kinds.
 *
 * @param wanted the service it is to be used for; undefined for the most that it can do
 * @throws ApiFault 404 when the account has no such number, 400 when it can't be used so
 */
export function poolCandidate(
  digits: string,
  kinds: readonly PoolKind[],
  wanted: Service | undefined,
  own: OwnNumbers,
): NewPoolNumber {
  const number = digits.replace(/^\+/, '');
  const facts = factsOf(number, own);
  if (facts === undefined) throw notFound('number');
  const { kind, country, capabilities } = facts;
  if (!kinds.includes(kind)) throw new ApiFault(400, `${number} is a ${kind}, which can not be added here`);
  const service = wanted ?? (capabilities.includes('mms') ? 'mms' : 'sms');
  if (!capabilities.includes(service)) throw new ApiFault(400, `${number} is not enabled for ${service}`);
  return { number, kind, service, country };
}
