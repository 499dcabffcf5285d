/** Where what clients chose is kept, for how long, and how many of them one process remembers. */
export interface ClientSettings {
  readonly store: { readonly kind: 'memory' } | { readonly kind: 'redis'; readonly address: RedisAddress };
  readonly max: number;
  /** From the last change; whole seconds. */
  readonly ttlMs: number;
}

/** A Redis server, and who we are there. Neither name nor password may show anywhere. */
export interface RedisAddress {
  readonly tls: boolean;
  /** A name or an address; one of IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
}
