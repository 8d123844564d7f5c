/** [MCC, MNC, network, weight, rate per unit, carrier fee per unit]; money in 1/100,000 of a dollar. */
type CarrierRow = readonly [string, string, string, number, number, number];

export interface CountryRow {
  readonly iso2: string;
  readonly prefixes: readonly string[];
  readonly carriers: readonly CarrierRow[];
}

const CANADIAN_AREA_CODES =
  '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 514 519 537 548 568 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942'.split(
    ' ',
  );

/**
 * Countries, their carriers and prices. MCC/MNC pairs are those of the operators named; shares of the market and prices
 * are made up (plausible, not the provider's price list), so that reports by carrier and cost have something to show.
 */
export const COUNTRY_TABLE: readonly CountryRow[] = [
  {
    iso2: 'US',
    prefixes: ['1'],
    carriers: [
      ['311', '480', 'Verizon Wireless', 34, 770, 300],
      ['310', '410', 'AT&T Wireless', 30, 770, 300],
      ['310', '260', 'T-Mobile USA', 29, 770, 300],
      ['311', '580', 'US Cellular', 4, 770, 500],
      ['312', '530', 'Sprint Spectrum', 3, 770, 300],
    ],
  },
  {
    iso2: 'CA',
    prefixes: CANADIAN_AREA_CODES.map((area) => `1${area}`),
    carriers: [
      ['302', '720', 'Rogers Wireless', 34, 880, 550],
      ['302', '610', 'Bell Mobility', 33, 880, 550],
      ['302', '220', 'Telus Mobility', 33, 880, 550],
    ],
  },
  {
    iso2: 'GB',
    prefixes: ['44'],
    carriers: [
      ['234', '10', 'O2 UK', 30, 4300, 0],
      ['234', '30', 'EE', 30, 4400, 0],
      ['234', '15', 'Vodafone UK', 22, 4300, 0],
      ['234', '20', 'Three UK', 18, 4200, 0],
    ],
  },
  {
    iso2: 'DE',
    prefixes: ['49'],
    carriers: [
      ['262', '01', 'Telekom Deutschland', 38, 7800, 0],
      ['262', '02', 'Vodafone Germany', 32, 8000, 0],
      ['262', '03', 'O2 Germany', 30, 7600, 0],
    ],
  },
  {
    iso2: 'FR',
    prefixes: ['33'],
    carriers: [
      ['208', '01', 'Orange France', 38, 5900, 0],
      ['208', '10', 'SFR', 28, 5900, 0],
      ['208', '20', 'Bouygues Telecom', 18, 6100, 0],
      ['208', '15', 'Free Mobile', 16, 6000, 0],
    ],
  },
  {
    iso2: 'IN',
    prefixes: ['91'],
    carriers: [
      ['405', '803', 'Jio', 41, 250, 0],
      ['404', '10', 'Airtel', 36, 250, 0],
      ['404', '20', 'Vodafone Idea', 23, 260, 0],
    ],
  },
  {
    iso2: 'ES',
    prefixes: ['34'],
    carriers: [
      ['214', '07', 'Movistar', 55, 6400, 0],
      ['214', '03', 'Orange Spain', 45, 6200, 0],
    ],
  },
  {
    iso2: 'IT',
    prefixes: ['39'],
    carriers: [
      ['222', '01', 'TIM', 40, 7000, 0],
      ['222', '10', 'Vodafone Italy', 32, 7100, 0],
      ['222', '88', 'WindTre', 28, 7000, 0],
    ],
  },
  {
    iso2: 'NL',
    prefixes: ['31'],
    carriers: [
      ['204', '08', 'KPN', 50, 9200, 0],
      ['204', '04', 'Vodafone NL', 50, 9300, 0],
    ],
  },
  { iso2: 'IE', prefixes: ['353'], carriers: [['272', '01', 'Vodafone Ireland', 1, 6500, 0]] },
  { iso2: 'PT', prefixes: ['351'], carriers: [['268', '06', 'MEO', 1, 3600, 0]] },
  { iso2: 'BE', prefixes: ['32'], carriers: [['206', '01', 'Proximus', 1, 8700, 0]] },
  { iso2: 'CH', prefixes: ['41'], carriers: [['228', '01', 'Swisscom', 1, 6300, 0]] },
  { iso2: 'AT', prefixes: ['43'], carriers: [['232', '01', 'A1 Telekom Austria', 1, 7300, 0]] },
  { iso2: 'DK', prefixes: ['45'], carriers: [['238', '01', 'TDC', 1, 4500, 0]] },
  { iso2: 'SE', prefixes: ['46'], carriers: [['240', '01', 'Telia', 1, 5800, 0]] },
  { iso2: 'NO', prefixes: ['47'], carriers: [['242', '01', 'Telenor', 1, 6300, 0]] },
  { iso2: 'PL', prefixes: ['48'], carriers: [['260', '03', 'Orange Polska', 1, 2900, 0]] },
  { iso2: 'MX', prefixes: ['52'], carriers: [['334', '020', 'Telcel', 1, 3100, 0]] },
  { iso2: 'BR', prefixes: ['55'], carriers: [['724', '06', 'Vivo', 1, 3500, 0]] },
  { iso2: 'AU', prefixes: ['61'], carriers: [['505', '01', 'Telstra', 1, 4200, 0]] },
  { iso2: 'NZ', prefixes: ['64'], carriers: [['530', '05', 'Spark', 1, 9200, 0]] },
  { iso2: 'SG', prefixes: ['65'], carriers: [['525', '01', 'Singtel', 1, 3800, 0]] },
  { iso2: 'PH', prefixes: ['63'], carriers: [['515', '03', 'Smart', 1, 10_200, 0]] },
  { iso2: 'JP', prefixes: ['81'], carriers: [['440', '10', 'NTT DOCOMO', 1, 7000, 0]] },
  { iso2: 'AE', prefixes: ['971'], carriers: [['424', '02', 'Etisalat', 1, 9000, 0]] },
  { iso2: 'ZA', prefixes: ['27'], carriers: [['655', '01', 'Vodacom', 1, 2300, 0]] },
  { iso2: 'NG', prefixes: ['234'], carriers: [['621', '30', 'MTN Nigeria', 1, 9500, 0]] },
];

/** Everywhere else: deliverable, at a flat price, by a network without a name. */
export const ELSEWHERE: CountryRow = { iso2: 'ZZ', prefixes: [''], carriers: [['', '', '', 1, 10_000, 0]] };
