import { type ResourceRoute } from './resource-router';

/** Every operation of the reference but the Message API's, one list a resource. */
export const RESOURCE_ROUTES: readonly ResourceRoute[] = [];
