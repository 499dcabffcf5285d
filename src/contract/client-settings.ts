/** Where the choices of clients are kept, for how long, and how many of them one process remembers. */
export interface ClientSettings {
  readonly store: { readonly kind: 'memory' } | { readonly kind: 'redis'; readonly address: RedisAddress };
  readonly max: number;
  /** From the last change; whole seconds. */
  readonly ttlMs: number;
}

/** A Redis server, and our user there. Neither name nor password may show anywhere. */
export interface RedisAddress {
  readonly tls: boolean;
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
}
