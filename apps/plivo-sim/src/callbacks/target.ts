import { type SignedUrl, signedUrl } from './signature';

/** Where callbacks of a URL go, and what of it is signed. */
export interface CallbackTarget {
  readonly origin: string;
  readonly path: string;
  readonly signed: SignedUrl;
}

const MOST_REMEMBERED = 4096;

/** Callback URLs taken apart; a batch's thousand messages share one. */
export class CallbackTargets {
  private readonly targets = new Map<string, CallbackTarget>();

  of(url: string): CallbackTarget {
    const known = this.targets.get(url);
    if (known !== undefined) return known;
    if (this.targets.size >= MOST_REMEMBERED) this.targets.clear();
    const { origin, pathname, search } = new URL(url);
    const target = { origin, path: pathname + search, signed: signedUrl(url) };
    this.targets.set(url, target);
    return target;
  }
}
