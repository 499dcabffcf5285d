/** What `server.limits` are where the manifest does not say. */
export const DEFAULT_LIMITS = {
  requestLine: '8KiB',
  headers: '16KiB',
  headerCount: 100,
  body: '1MiB',
  bodies: '64MiB',
  connections: 10_000,
} as const;

/** What `clients` are where the manifest does not say. */
export const DEFAULT_CLIENTS = { max: 50_000, ttl: '30d' } as const;

/** What `server.timeouts` are where the manifest does not say. */
export const DEFAULT_TIMEOUTS = {
  head: '10s',
  bodyIdle: '10s',
  body: '30s',
  idle: '65s',
  write: '30s',
  drain: '25s',
  hung: '10s',
} as const;

/** What `logs.access` is where the manifest does not say. */
export const DEFAULT_ACCESS_LOG = { bodyMax: '64KiB' } as const;
