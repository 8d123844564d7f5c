import { MEDIA_ROUTES } from './media-routes';
import { POOL_ROUTES } from './pool-routes';
import { POWERPACK_ROUTES } from './powerpack-routes';
import { BRAND_ROUTES } from './registration/brand-routes';
import { CAMPAIGN_ROUTES } from './registration/campaign-routes';
import { NUMBER_ROUTES } from './registration/number-routes';
import { PROFILE_ROUTES } from './registration/profile-routes';
import { TOLLFREE_ROUTES } from './registration/tollfree-routes';
import { type ResourceRoute } from './resource-router';

/** Every operation of the reference but the Message API's, one list a resource. */
export const RESOURCE_ROUTES: readonly ResourceRoute[] = [
  ...PROFILE_ROUTES,
  ...BRAND_ROUTES,
  ...CAMPAIGN_ROUTES,
  ...NUMBER_ROUTES,
  ...TOLLFREE_ROUTES,
  ...MEDIA_ROUTES,
  ...POWERPACK_ROUTES,
  ...POOL_ROUTES,
];
