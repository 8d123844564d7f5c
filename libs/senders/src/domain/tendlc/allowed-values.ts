/** The provider's reference: allowed values, as it spells them. */
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

export const CUSTOMER_TYPES = ['DIRECT', 'RESELLER'] as const;
export const ENTITY_TYPES = ['PRIVATE', 'PUBLIC', 'NON_PROFIT', 'GOVERNMENT', 'INDIVIDUAL'] as const;
export const SENIORITIES = ['DIRECTOR', 'GM', 'VP', 'CEO', 'CFO', 'GENERAL_COUNSEL', 'OTHER'] as const;
export const ALT_BUSINESS_ID_TYPES = ['DUNS', 'LEI', 'GIIN', 'NONE'] as const;
// prettier-ignore
export const STOCK_EXCHANGES = ['NASDAQ', 'NYSE', 'AMEX', 'AMX', 'ASX', 'B3', 'BME', 'BSE', 'FRA', 'ICEX', 'JPX', 'JSE', 'KRX', 'LON',
  'NSE', 'OMX', 'SEHK', 'SGX', 'SSE', 'STO', 'SWX', 'SZSE', 'TSX', 'TWSE', 'VSE', 'OTHER'] as const;

export const BRAND_TYPES = ['STANDARD', 'STARTER'] as const;
export type BrandType = (typeof BRAND_TYPES)[number];

/** Of which two to five make up a mixed campaign. */
export const SUB_USE_CASES = [
  '2FA',
  'ACCOUNT_NOTIFICATION',
  'CUSTOMER_CARE',
  'DELIVERY_NOTIFICATION',
  'FRAUD_ALERT',
  'HIGHER_EDUCATION',
  'MARKETING',
  'POLLING_VOTING',
  'PUBLIC_SERVICE_ANNOUNCEMENT',
  'SECURITY_ALERT',
] as const;
/** Those that are made up of others. */
export const MIXED_USE_CASES = ['LOW_VOLUME', 'MIXED', 'STARTER'] as const;
export const USE_CASES = [...SUB_USE_CASES, ...MIXED_USE_CASES] as const;

// prettier-ignore
export const US_STATES = ['AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA',
  'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC',
  'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI'] as const;
