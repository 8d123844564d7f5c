import { type Profile } from './records';

/** The account's own profile: every account has one, and it can not be deleted [ref]. */
export function primaryProfile(uuid: string, authId: string, now: number): Profile {
  return {
    uuid,
    authId,
    type: 'PRIMARY',
    createdAt: now,
    details: {
      profile_alias: 'primary',
      customer_type: 'DIRECT',
      entity_type: 'PRIVATE',
      company_name: 'Simulated Account Inc.',
      vertical: 'TECHNOLOGY',
      ein: '',
      ein_issuing_country: '',
      address: { street: '1 Simulated Street', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' },
      authorized_contact: {
        first_name: 'Sam',
        last_name: 'Account',
        phone: '15125550100',
        email: 'account@example.com',
        title: '',
        seniority: 'OTHER',
      },
      stock_symbol: '',
      stock_exchange: '',
      alt_business_id: '',
      alt_business_id_type: 'NONE',
      website: 'example.com',
      plivo_subaccount: '',
    },
  };
}
