import { countryFaults } from './country-rules';
import type { Channel, PoolFact, SenderFact } from './sender-fact';
import { type Destination, type Fault, listed, nameOf, type SenderProblem } from './sender-problem';

/** What a campaign wants of its sender. */
export interface SenderUse {
  /** Empty: not known yet; what depends on it is not asked. */
  readonly destinations: readonly Destination[];
  readonly channel: Channel;
}

/**
 * Everything that keeps a sender Herald knows from sending this. Several at once, so that nobody mends one only to meet the next.
 *
 * @param field of the campaign that names the sender
 */
export function checkSender(sender: SenderFact | PoolFact, use: SenderUse, field: string): SenderProblem[] {
  return found(sender, use).map((each) => ({ ...each, field: fieldOf(each, field) }));
}

/** What can be told of a sender nobody registered, by its shape alone: no more than a warning. */
export function checkStranger(sender: SenderFact, use: SenderUse, field: string): SenderProblem[] {
  const unknown = {
    severity: 'warning',
    code: 'sender_unknown',
    message: `Herald does not know the sender ${nameOf(sender.sender)}: whether it is registered and capable was not checked.`,
    remedy: 'Register it: herald senders add, or herald senders sync for those of the provider.',
    field,
  } as const;
  if (sender.type !== 'alphanumeric') return [unknown];
  const countries = use.destinations.map(({ country }) => country);
  const faults = countryFaults(sender, use.channel, countries);
  return [
    unknown,
    ...faults.map((fault) => ({ severity: 'warning' as const, ...fault, field: fieldOf(fault, field) })),
  ];
}

interface Found extends Fault {
  readonly severity: SenderProblem['severity'];
}

function found(sender: SenderFact | PoolFact, { channel, destinations }: SenderUse): Found[] {
  const countries = destinations.map(({ country }) => country);
  const standing = stateFault(sender);
  if (standing !== undefined) return [error(standing)];
  if ('members' in sender) return checkPool(sender, channel, countries);
  return [...channelFaults(sender, channel), ...countryFaults(sender, channel, countries)].map(error);
}

function error(fault: Fault): Found {
  return { severity: 'error', ...fault };
}

function stateFault({ sender, state }: SenderFact): Fault | undefined {
  if (state === 'active') return undefined;
  if (state === 'disabled') {
    const message = `The sender ${nameOf(sender)} is disabled: an operator took it out of use.`;
    return { code: 'sender_disabled', message, remedy: 'Enable it, herald senders enable, or use another.' };
  }
  const message = `The sender ${nameOf(sender)} is gone: the provider does not show it any more.`;
  return { code: 'sender_gone', message, remedy: 'Use another sender, or rent it again and sync.' };
}

const NAMES: Readonly<Record<Channel, string>> = { sms: 'SMS', mms: 'MMS', whatsapp: 'WhatsApp messages' };

function channelFaults({ sender, capabilities }: SenderFact, channel: Channel): Fault[] {
  if (capabilities[channel]) return [];
  const message = `The sender ${nameOf(sender)} cannot send ${NAMES[channel]}.`;
  const remedy = 'Use a sender that can (herald senders ls), or correct what Herald knows of it: herald senders set.';
  return [{ code: 'sender_incapable', message, remedy }];
}

function checkPool({ sender, members }: PoolFact, channel: Channel, countries: readonly string[]): Found[] {
  if (channel === 'whatsapp') {
    const message = 'WhatsApp messages are sent from a number, not through a Powerpack.';
    const remedy = 'Give src, a number of your WhatsApp Business Account, instead of powerpack_uuid.';
    return [error({ code: 'whatsapp_needs_src', message, remedy })];
  }
  const active = members.filter(({ state }) => state === 'active');
  if (active.length === 0) {
    const message = `The Powerpack ${sender} has no number to send from.`;
    return [error({ code: 'pool_empty', message, remedy: 'Add one: herald powerpacks add <uuid> <number>.' })];
  }
  const able = active.filter(({ capabilities }) => capabilities[channel]);
  if (able.length === 0) {
    const message = `None of the ${active.length} numbers of the Powerpack ${sender} can send ${NAMES[channel]}.`;
    const remedy = `Add one that can: herald powerpacks add <uuid> <number> --service ${channel}.`;
    return [error({ code: 'sender_incapable', message, remedy })];
  }
  return countries.flatMap((country) => countryOfPool(able, channel, country)).filter(unique);
}

/** One number that may send there is enough; those that may not are told of, since the provider may choose them. */
function countryOfPool(able: readonly SenderFact[], channel: Channel, country: string): Found[] {
  const faulty = able.flatMap((member) => {
    const [fault] = countryFaults(member, channel, [country]);
    return fault === undefined ? [] : [{ member, fault }];
  });
  const [first] = faulty;
  if (first === undefined) return [];
  if (faulty.length === able.length) return [error(first.fault)];
  const names = listed(faulty.map(({ member }) => nameOf(member.sender)));
  return [
    {
      severity: 'warning',
      code: 'pool_partly_usable',
      message: `${faulty.length} of the pool's ${able.length} numbers (${names}) may not send to ${country}: ${first.fault.message}`,
      remedy: `${first.fault.remedy} Or take them out of the pool: herald powerpacks remove <uuid> <number>.`,
    },
  ];
}

function unique({ code, message }: Found, at: number, all: readonly Found[]): boolean {
  return all.findIndex((other) => other.code === code && other.message === message) === at;
}

const OF_TYPE: ReadonlySet<string> = new Set(['mms_country', 'sender_incapable']);

function fieldOf({ code }: Fault, field: string): string {
  return OF_TYPE.has(code) ? 'type' : field;
}
