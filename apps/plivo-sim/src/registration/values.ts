/** Allowed values, as the reference lists them. */
export const CUSTOMER_TYPES = ['DIRECT', 'RESELLER'] as const;

export const ENTITY_TYPES = ['PRIVATE', 'PUBLIC', 'NON_PROFIT', 'GOVERNMENT', 'INDIVIDUAL'] as const;

export const VERTICALS = [
  'PROFESSIONAL',
  'REAL_ESTATE',
  'HEALTHCARE',
  'HUMAN_RESOURCES',
  'ENERGY',
  'ENTERTAINMENT',
  'RETAIL',
  'TRANSPORTATION',
  'AGRICULTURE',
  'INSURANCE',
  'POSTAL',
  'EDUCATION',
  'HOSPITALITY',
  'FINANCIAL',
  'POLITICAL',
  'GAMBLING',
  'LEGAL',
  'CONSTRUCTION',
  'NGO',
  'MANUFACTURING',
  'GOVERNMENT',
  'TECHNOLOGY',
  'COMMUNICATION',
] as const;

export const SENIORITIES = ['DIRECTOR', 'GM', 'VP', 'CEO', 'CFO', 'GENERAL_COUNSEL', 'OTHER'] as const;

export const STOCK_EXCHANGES = [
  'NASDAQ',
  'NYSE',
  'AMEX',
  'AMX',
  'ASX',
  'B3',
  'BME',
  'BSE',
  'FRA',
  'ICEX',
  'JPX',
  'JSE',
  'KRX',
  'LON',
  'NSE',
  'OMX',
  'SEHK',
  'SGX',
  'SSE',
  'STO',
  'SWX',
  'SZSE',
  'TSX',
  'TWSE',
  'VSE',
  'OTHER',
] as const;

export const BUSINESS_ID_TYPES = ['DUNS', 'LEI', 'GIIN', 'NONE'] as const;

export const BRAND_TYPES = ['STANDARD', 'STARTER'] as const;

/** Code, name and details of a use case that stands for itself. */
const STANDARD_USECASES = [
  ['2FA', 'Two-Factor Authentication', 'Two-factor authentication with passcodes'],
  ['ACCOUNT_NOTIFICATION', 'Account Notification', 'Changes in the accounts of account holders'],
  ['CUSTOMER_CARE', 'Customer Care', 'Support and other customer-facing teams'],
  ['DELIVERY_NOTIFICATION', 'Delivery Notification', 'Updates about deliveries'],
  ['FRAUD_ALERT', 'Fraud Alert', 'Suspicious behaviour that the business found'],
  ['HIGHER_EDUCATION', 'Higher Education', 'Colleges, universities and other education'],
  ['MARKETING', 'Marketing', 'Events and sales'],
  ['POLLING_VOTING', 'Polling Voting', 'Surveys and polls that are not political'],
  ['PUBLIC_SERVICE_ANNOUNCEMENT', 'Public Service Announcement', 'Awareness of important topics'],
  ['SECURITY_ALERT', 'Security Alert', 'A system may have been breached'],
] as const;

const COMBINED_USECASES = [
  ['LOW_VOLUME', 'Low Volume', 'Two to five standard use cases at low throughput'],
  ['MIXED', 'Mixed', 'Two to five standard use cases'],
] as const;

const STARTER = ['STARTER', 'Starter', 'Two to five standard use cases of a STARTER brand'] as const;

export const SUB_USECASES = STANDARD_USECASES.map(([code]) => code);

export const USECASES = [...STANDARD_USECASES, ...COMBINED_USECASES, STARTER].map(([code]) => code);

export type Usecase = (typeof USECASES)[number];

/** Use cases that are made of several others. */
export function isCombined(usecase: Usecase): boolean {
  return usecase === 'STARTER' || usecase === 'MIXED' || usecase === 'LOW_VOLUME';
}

/** What a brand of this type may use, sorted by code as the reference's sample is. */
export function usecasesOf(brandType: string): { code: string; name: string; details: string }[] {
  const found = brandType === 'STARTER' ? [STARTER] : [...STANDARD_USECASES, ...COMBINED_USECASES];
  return found.map(([code, name, details]) => ({ code, name, details })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

export const OPTIN_TYPES = ['VERBAL', 'WEB_FORM', 'PAPER_FORM', 'VIA_TEXT', 'MOBILE_QR_CODE'] as const;
