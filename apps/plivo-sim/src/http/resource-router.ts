import { type World } from '../world';
import { type PathParams, pathPattern } from './path-pattern';
import { type RequestBody } from './request-body';

export type ResourceMethod = 'GET' | 'POST' | 'DELETE';

/** A request to one of the account's resources, admitted and read. */
export interface ResourceCall {
  /** The account or subaccount that the path names. */
  readonly account: string;
  readonly apiId: string;
  /** What the braces of the route's path matched. */
  readonly params: PathParams;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
  /** As it was called, from `/v1/…` on and without the query: paging links start with it. */
  readonly path: string;
  /** When it came. */
  readonly now: number;
}

/** `api_id` is added to every body that does not say `apiId`, as one sample of the reference does; without a body nothing is written (204). */
export interface ResourceReply {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** @throws ApiFault for everything that is refused */
type ResourceHandler = (call: ResourceCall, world: World) => ResourceReply | Promise<ResourceReply>;

/** One operation of the reference: `path` starts after `/v1/Account/{auth_id}/`, as `pathPattern` reads it. */
export interface ResourceRoute {
  readonly method: ResourceMethod;
  readonly path: string;
  readonly handler: ResourceHandler;
}

type Found = { readonly handler: ResourceHandler; readonly params: PathParams } | { readonly allowed: string[] };

/** Finds the operation that a method and a path name. */
export class ResourceRouter {
  private readonly routes: readonly (ResourceRoute & { match: (path: string) => PathParams | undefined })[];

  constructor(routes: readonly ResourceRoute[]) {
    this.routes = routes.map((route) => ({ ...route, match: pathPattern(route.path) }));
  }

  /** `allowed` when the path exists for other methods alone (405); undefined when it does not exist (404). */
  find(method: string, path: string): Found | undefined {
    const allowed: string[] = [];
    for (const route of this.routes) {
      const params = route.match(path);
      if (params === undefined) continue;
      if (route.method === method) return { handler: route.handler, params };
      allowed.push(route.method);
    }
    return allowed.length > 0 ? { allowed } : undefined;
  }
}
