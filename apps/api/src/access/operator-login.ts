import type { FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from '../http/problem';

const BASIC = /^Basic +([A-Za-z0-9+/=]+)$/i;

/** The login of the pages that people open in a browser (basic auth): the job dashboard and the API's documentation. */
export class OperatorLogin {
  private readonly expected: Buffer;

  /** @param passwordHash SHA-256 of the password */
  constructor(user: string, passwordHash: Buffer) {
    this.expected = fingerprint(user, passwordHash);
  }

  isPresented(request: FastifyRequest): boolean {
    return BASIC.test(request.headers.authorization ?? '');
  }

  /** @throws HttpProblem 401 with the challenge that makes a browser ask, 403 for a click that came from another site */
  require(request: FastifyRequest): void {
    const encoded = BASIC.exec(request.headers.authorization ?? '')?.[1];
    if (encoded === undefined || !this.matches(Buffer.from(encoded, 'base64').toString('utf8'))) {
      throw new HttpProblem(
        401,
        'login_required',
        'This page needs the operator login (DASHBOARD_USER, DASHBOARD_PASSWORD).',
        [],
        {
          'www-authenticate': 'Basic realm="herald operators", charset="UTF-8"',
        },
      );
    }
    // A browser sends the login along with whatever another site makes it ask for.
    const site = request.headers['sec-fetch-site'];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead && site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new HttpProblem(403, 'cross_site_request', 'This action was asked for by another site.');
    }
  }

  private matches(credentials: string): boolean {
    const colon = credentials.indexOf(':');
    if (colon < 0) return false;
    const given = fingerprint(credentials.slice(0, colon), passwordHash(credentials.slice(colon + 1)));
    return timingSafeEqual(given, this.expected);
  }
}

export function passwordHash(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}

/** Of equal length whatever was typed, so that the comparison takes equal time. */
function fingerprint(user: string, hash: Buffer): Buffer {
  return createHash('sha256').update(user).update('\0').update(hash).digest();
}
