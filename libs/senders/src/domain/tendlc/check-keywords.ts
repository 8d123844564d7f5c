import { type Details, textOf } from './details';
import { type Findings, shown } from './findings';

const LIST = /^[A-Za-z0-9]+(,[A-Za-z0-9]+)*$/;

/** Lists as `YES,SUBSCRIBE`: no blanks, nothing but letters and digits, HELP’s in capitals. */
export function checkKeywords(details: Details, found: Findings): void {
  for (const field of ['optin_keywords', 'optout_keywords', 'help_keywords']) {
    const text = textOf(details, field);
    if (text === undefined) continue;
    if (!LIST.test(text)) {
      found.error(
        field,
        `is ${shown(text)}: must be words of letters and digits with a comma between, without blanks, as YES,SUBSCRIBE`,
      );
    } else if (field === 'help_keywords' && text !== text.toUpperCase()) {
      found.error(field, `is ${shown(text)}: must be in capital letters, as ${shown(text.toUpperCase())}`);
    }
  }
}
