import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem';

/** Knows every registered route, so that an unknown path (404) can be told from a known one with the wrong method (405). */
export class RouteTable {
  private readonly routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      this.routes.push({ methods: [route.method].flat(), pattern: patternOf(route.url) });
    });
  }

  methodsOf(path: string): readonly string[] {
    return [
      ...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ].sort();
  }

  /** What to answer where no route took the request; another failure of it (no API key, say) stays what it is. */
  explain(request: FastifyRequest, error: unknown): unknown {
    if (!(error instanceof NotFoundException)) return error;
    const path = request.url.replace(/\?.*$/s, '');
    const allowed = this.methodsOf(path);
    if (allowed.length === 0) return new HttpProblem(404, 'route_not_found', `There is no route ${path}.`);
    const allow = allowed.join(', ');
    return new HttpProblem(405, 'method_not_allowed', `${path} does not take ${request.method}, only ${allow}.`, [], {
      allow,
    });
  }
}

/** `/v1/lists/:id` → a pattern of its concrete paths. */
function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((segment) => {
      if (segment === '*') return '.*';
      return segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}$`);
}
