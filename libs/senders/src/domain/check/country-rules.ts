import type { Channel, SenderFact, TollfreeFact } from './sender-fact';
import { type Fault, listed } from './sender-problem';

/** Where toll-free numbers and MMS work, and sender names do not. */
const NORTH_AMERICA: readonly string[] = ['US', 'CA'];

type Rule = (sender: SenderFact, countries: readonly string[]) => Fault | undefined;

/** Why a sender may not send there, by what it is. WhatsApp knows no such borders. */
export function countryFaults(sender: SenderFact, channel: Channel, countries: readonly string[]): Fault[] {
  if (channel === 'whatsapp') return [];
  const rules: Rule[] = channel === 'mms' ? [mmsCountry, ...RULES[sender.type]] : [...RULES[sender.type]];
  return rules.flatMap((rule) => rule(sender, countries) ?? []);
}

const mmsCountry: Rule = (_sender, countries) => {
  const elsewhere = countries.filter((country) => !NORTH_AMERICA.includes(country));
  if (elsewhere.length === 0) return undefined;
  return {
    code: 'mms_country',
    message: `MMS goes to the United States and Canada only, and the list has recipients in ${listed(elsewhere)}.`,
    remedy: 'Send it as SMS, or to a list of recipients in US and CA.',
  };
};

const tollfreeCountry: Rule = (_sender, countries) => {
  const elsewhere = countries.filter((country) => !NORTH_AMERICA.includes(country));
  if (elsewhere.length === 0) return undefined;
  return {
    code: 'tollfree_country',
    message: `A toll-free number sends to the United States and Canada only, and the list has recipients in ${listed(elsewhere)}.`,
    remedy: 'Use another sender for them, or a list of recipients in US and CA.',
  };
};

const tollfreeVerified: Rule = ({ tollfree }, countries) => {
  const barred = countries.filter((country) => NORTH_AMERICA.includes(country));
  if (barred.length === 0 || tollfree?.state === 'approved') return undefined;
  return tollfreeFault(tollfree, listed(barred));
};

function tollfreeFault(tollfree: TollfreeFact | null, where: string): Fault {
  const blocked = `carriers refuse what it sends to ${where}`;
  const said = tollfree?.reason ? ` ("${tollfree.reason}")` : '';
  const state = tollfree?.state ?? 'none';
  if (UNDER_WAY.has(state)) {
    return {
      code: 'tollfree_pending',
      message: `The toll-free number's verification is ${state}: until it is approved, ${blocked}.`,
      remedy: 'Wait for the carriers: herald tollfree ls shows where it stands.',
    };
  }
  if (state === 'update_required') {
    return {
      code: 'tollfree_update_required',
      message: `The carriers want the toll-free number's verification changed${said}: until it is approved, ${blocked}.`,
      remedy: 'Change it within six days of their asking: herald tollfree edit <id>.',
    };
  }
  if (state === 'rejected') {
    return {
      code: 'tollfree_rejected',
      message: `The toll-free number's verification was rejected${said}: ${blocked}.`,
      remedy: 'Hand in another, with another use case: herald tollfree resubmit <id>; or use another sender.',
    };
  }
  return {
    code: 'tollfree_unverified',
    message: `The toll-free number is not verified: ${blocked}.`,
    remedy: 'Have it verified: herald tollfree create; or use another sender.',
  };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['submitting', 'submitted', 'processing']);

const registered: Rule = ({ tendlc }, countries) => {
  if (!countries.includes('US') || tendlc?.registered === true) return undefined;
  if (tendlc === null) {
    return {
      code: 'tendlc_missing',
      message: 'A long code that is linked to no 10DLC campaign is blocked by the carriers of the United States.',
      remedy: 'Link it to a registered 10DLC campaign, or use a verified toll-free number or a short code.',
    };
  }
  return {
    code: 'tendlc_pending',
    message: `The number is not registered for the United States yet: ${tendlc.pending ?? 'its 10DLC campaign is not registered'} (${tendlc.tendlcCampaign}).`,
    remedy: 'Wait for the registration to end, or see why it failed: its 10DLC campaign shows the reason.',
  };
};

const shortCodeCountry: Rule = ({ country }, countries) => {
  const abroad = countries.filter((each) => each !== country);
  if (country === null || abroad.length === 0) return undefined;
  return {
    code: 'short_code_country',
    message: `A short code of ${country} sends within ${country} only, and the list has recipients in ${listed(abroad)}.`,
    remedy: `Use another sender for them, or a list of recipients in ${country}.`,
  };
};

const nameCountry: Rule = (_sender, countries) => {
  const barred = countries.filter((country) => NORTH_AMERICA.includes(country));
  if (barred.length === 0) return undefined;
  return {
    code: 'alphanumeric_country',
    message: `A sender name is not allowed in ${listed(barred)}: only numbers of the provider are.`,
    remedy: 'Use a registered long code, a verified toll-free number or a short code for them.',
  };
};

const RULES: Readonly<Record<SenderFact['type'], readonly Rule[]>> = {
  number: [registered],
  short_code: [shortCodeCountry],
  toll_free: [tollfreeCountry, tollfreeVerified],
  alphanumeric: [nameCountry],
  // Its numbers' rules are asked one by one.
  powerpack: [],
  whatsapp: [],
};
