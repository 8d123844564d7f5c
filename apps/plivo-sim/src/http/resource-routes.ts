import { MEDIA_ROUTES } from './media-routes';
import { POOL_ROUTES } from './pool-routes';
import { POWERPACK_ROUTES } from './powerpack-routes';
import { type ResourceRoute } from './resource-router';

/** Every operation of the reference but the Message API's, one list a resource. */
export const RESOURCE_ROUTES: readonly ResourceRoute[] = [...MEDIA_ROUTES, ...POWERPACK_ROUTES, ...POOL_ROUTES];
