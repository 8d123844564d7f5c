/** How well a header names what is looked for: 0 not at all, more is better. */
export type NameScore = 0 | 1 | 2 | 3;

const MOBILE =
  /(^|[^a-z])(mobiles?|mobil|mobilephone|mobiel|mob|cell(ulare?|phone)?s?|handy(s|nr|nummer|telefon)?|mobil(e|funk)?(nummer|nr|telefon|number|phone)|movil(es)?|celular(es)?|cel|portables?|telemovel|telemoveis|gsm|msisdn|whats ?app|sms|komorka|komorkowy|matkapuhelin|mobilni|cep)([^a-z]|$)/;
const PHONE =
  /(^|[^a-z])(phones?|telephones?|tel|telefon[eoi]?s?|telefon(nummer|nr)|telefoonnummer|telefoon|fon|rufnummer|puhelin|msisdns?|e ?164)([^a-z]|$)/;
// Too general to be part of a longer name: a customer number is none to call.
const GENERAL =
  /^((contact |kontakt ?)?(number|numbers|no|nr|num|nummer)|numeros?( de contact(o|e)?)?|recipients?|destination|to)$/;
const LANDLINE =
  /(^|[^a-z])(home|work|office|business|company|landline|land ?line|fixed|fix|fixe|fijo|fisso|festnetz|buero|buro|privat|private|geschaeftlich|geschaftlich|main|assistant|other|second(ary)?|2)([^a-z]|$)/;
const SOMETHING_ELSE =
  /(^|[^a-z])(fax|telefax|type|typ|country|code|carrier|provider|ext(ension)?|status|verified|valid|opt|consent|date|id|model|count|updated|created|label|time|zone)([^a-z]|$)/;
const COUNTRY =
  /^(country|country ?code|country ?iso|iso ?country|land|laendercode|landercode|pays|pais|paese|kraj|nation)$/;
const TIME_ZONE =
  /^(time ?zone|tz|timezone ?id|iana ?time ?zone|zeitzone|fuseau( horaire)?|zona horaria|huso horario)$/;

export function phoneNameScore(header: string): NameScore {
  const name = fold(header);
  if (SOMETHING_ELSE.test(name)) return 0;
  if (MOBILE.test(name)) return 3;
  if (GENERAL.test(name)) return 2;
  if (!PHONE.test(name)) return 0;
  return LANDLINE.test(name) ? 1 : 2;
}

export function isCountryName(header: string): boolean {
  return COUNTRY.test(fold(header));
}

export function isTimeZoneName(header: string): boolean {
  return TIME_ZONE.test(fold(header));
}

/** `MobilePhone_Number` → `mobile phone number`; umlauts and accents as plain letters. */
function fold(header: string): string {
  return header
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
