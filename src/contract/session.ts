/** What a session holds: what JSON can hold. */
export type SessionValues = Readonly<Record<string, unknown>>;

/** What the server keeps in a visitor's browser, sealed: nobody else can read or change it. */
export interface Session {
  /** undefined: there is none, or it is over, or was not sealed by this server. */
  get(): SessionValues | undefined;
  /** Replaces it, from this answer on; its time begins again. Throws if it is too large. */
  set(values: SessionValues): void;
  /** Ends it, from this answer on. */
  clear(): void;
}

/** Turns what a session holds into the value of a cookie, and back. */
export interface SessionSealer {
  readonly ttlMs: number;
  /** Cookie-octets. Throws on what JSON cannot hold. */
  seal(values: SessionValues, expiresMs: number): string;
  /** undefined: no secret opens it, or it is over. */
  open(sealed: string, nowMs: number): SessionValues | undefined;
}

/** Over TLS a browser takes the second name only from this very host, with `Secure`. */
export const SESSION_COOKIES = { plain: 'session', secure: '__Host-session' } as const;
