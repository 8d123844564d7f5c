const LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl'] as const;
// What people write and no locale data has; three-letter codes of ISO 3166 for the commonest.
const ALIASES: Readonly<Record<string, string>> = {
  usa: 'US',
  us: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u.k.': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  gbr: 'GB',
  holland: 'NL',
  nld: 'NL',
  can: 'CA',
  deu: 'DE',
  ger: 'DE',
  fra: 'FR',
  esp: 'ES',
  ita: 'IT',
  ind: 'IN',
  bra: 'BR',
  mex: 'MX',
  aus: 'AU',
  nzl: 'NZ',
  irl: 'IE',
  aut: 'AT',
  che: 'CH',
  sui: 'CH',
  bel: 'BE',
  pol: 'PL',
  prt: 'PT',
  swe: 'SE',
  nor: 'NO',
  dnk: 'DK',
  fin: 'FI',
  zaf: 'ZA',
  jpn: 'JP',
  kor: 'KR',
  chn: 'CN',
  phl: 'PH',
  sgp: 'SG',
  are: 'AE',
  uae: 'AE',
  nga: 'NG',
  ken: 'KE',
  korea: 'KR',
  'south korea': 'KR',
  'czech republic': 'CZ',
  turkey: 'TR',
  'hong kong': 'HK',
  vietnam: 'VN',
  russia: 'RU',
};

/** Reads country cells: ISO codes and names in several languages. */
export class CountryNames {
  private readonly codes = new Map<string, string>();

  /** @param known whether a two-letter code is a country with mobile numbers */
  constructor(private readonly known: (code: string) => boolean) {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    for (const locale of LOCALES) {
      const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
      for (const first of letters) {
        for (const second of letters) {
          const code = first + second;
          const name = known(code) ? names.of(code) : undefined;
          if (name !== undefined) this.codes.set(fold(name), code);
        }
      }
    }
    for (const [name, code] of Object.entries(ALIASES)) this.codes.set(fold(name), code);
  }

  /** The ISO 3166 alpha-2 code, or undefined when the text names no known country. */
  read(text: string): string | undefined {
    const trimmed = text.trim();
    const code = trimmed.toUpperCase();
    if (trimmed.length === 2 && code !== 'UK') return this.known(code) ? code : undefined;
    return this.codes.get(fold(trimmed));
  }
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
