import { type Details, textOf } from './details';
import type { Findings } from './findings';

/** What the provider’s samples say these texts need at least. */
const LEAST = { description: 40, message_flow: 40, sample: 20, reply: 20 } as const;

const SAMPLES = ['sample1', 'sample2'] as const;
/** Operators do not accept public URL shorteners. */
const SHORTENER =
  /\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|rb\.gy|t\.ly|shorturl\.at)\b/i;
const LINK = /https?:\/\/|\bwww\./i;
const PHONE = /(\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b/;
const ACKNOWLEDGES = /unsubscrib|opt(ed)?[\s-]?out|stopp|remov|cancel|end/i;
const NO_MORE = /no (more|further)|not (be )?(going to )?(receive|get)|no longer|won[’']t/i;

/** The texts carriers read: long enough, and saying what they have to. */
export function checkTexts(details: Details, found: Findings): void {
  found.text(
    details,
    'description',
    'what the campaign is for and how that belongs to your business',
    LEAST.description,
  );
  found.text(details, 'message_flow', 'every way a customer opts in, so that consent is clear', LEAST.message_flow);
  found.text(details, 'help_message', 'the answer to HELP, with the brand and how to get support', LEAST.reply);
  found.optionalText(details, 'optin_message', LEAST.reply);
  const optout = found.text(
    details,
    'optout_message',
    'the answer to STOP, which says that nothing more is sent',
    LEAST.reply,
  );
  if (optout !== undefined && !(ACKNOWLEDGES.test(optout) || NO_MORE.test(optout))) {
    found.warn(
      'optout_message',
      'does not seem to acknowledge the opt-out and to say that no further messages are sent: carriers want both',
    );
  }
  for (const field of SAMPLES) checkSample(details, field, found);
  if (textOf(details, 'sample1') !== undefined && textOf(details, 'sample1') === textOf(details, 'sample2')) {
    found.warn('sample2', 'is the same as sample1: two different samples are expected');
  }
}

function checkSample(details: Details, field: (typeof SAMPLES)[number], found: Findings): void {
  const text = found.text(details, field, 'a message as it will be sent', LEAST.sample) ?? '';
  const shortener = SHORTENER.exec(text)?.[0];
  if (shortener !== undefined)
    found.error(field, `has a link of ${shortener}: operators do not accept public URL shorteners`);
  if (details.embedded_link === false && LINK.test(text)) {
    found.warn(field, 'has a link, but embedded_link is false: reviewers reject what does not agree');
  }
  if (details.embedded_phone === false && PHONE.test(text)) {
    found.warn(field, 'has a phone number, but embedded_phone is false: reviewers reject what does not agree');
  }
}
