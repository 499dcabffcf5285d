import type { SetCookie } from '../contract/answer.ts';
import type { Request } from '../contract/request.ts';
import { SESSION_COOKIES, type Session, type SessionSealer, type SessionValues } from '../contract/session.ts';

/** Browsers keep 4096 bytes of a cookie with its name and attributes. */
const SEALED_LENGTH_MAX = 3 * 1024;

/** The session of one exchange, and the cookie that its answer sets. */
export interface OwnSession extends Session {
  /** undefined: nothing has changed. */
  change(): SetCookie | undefined;
}

/** The session that comes with a request. It is opened when it is first asked for. */
export class CookieSession implements OwnSession {
  readonly #sealer: SessionSealer;
  readonly #request: Request;
  readonly #wallMs: () => number;
  #known: { readonly values: SessionValues | undefined } | undefined;
  #change: SetCookie | undefined;

  constructor(sealer: SessionSealer, request: Request, wallMs: () => number) {
    this.#sealer = sealer;
    this.#request = request;
    this.#wallMs = wallMs;
  }

  get(): SessionValues | undefined {
    this.#known ??= { values: this.#received() };
    return this.#known.values;
  }

  set(values: SessionValues): void {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw new TypeError('A session holds a record of values');
    }
    const { ttlMs } = this.#sealer;
    const nowMs = this.#wallMs();
    const sealed = this.#sealer.seal(values, nowMs + ttlMs);
    if (sealed.length > SEALED_LENGTH_MAX) {
      throw new RangeError(`The session is too large: sealed it has ${sealed.length} bytes, over ${SEALED_LENGTH_MAX}`);
    }
    this.#known = { values: this.#sealer.open(sealed, nowMs) };
    this.#change = this.#cookie(sealed, Math.floor(ttlMs / 1000));
  }

  clear(): void {
    this.#known = { values: undefined };
    this.#change = this.#request.cookies.has(this.#name) ? this.#cookie('', 0) : undefined;
  }

  change(): SetCookie | undefined {
    return this.#change;
  }

  get #name(): string {
    return this.#request.secure ? SESSION_COOKIES.secure : SESSION_COOKIES.plain;
  }

  #received(): SessionValues | undefined {
    const sealed = this.#request.cookies.get(this.#name);
    return sealed === undefined ? undefined : this.#sealer.open(sealed, this.#wallMs());
  }

  #cookie(value: string, maxAge: number): SetCookie {
    return { name: this.#name, value, maxAge };
  }
}

/** Where the manifest declares no session. */
export const NO_SESSION: OwnSession = {
  get: refuse,
  set: refuse,
  clear: refuse,
  change: () => undefined,
};

function refuse(): never {
  throw new Error('The manifest has no "session" with a secret');
}
