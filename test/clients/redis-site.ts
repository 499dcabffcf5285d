import type { Patience } from '../../src/clients/redis-link.ts';
import { openRedisStore, type RedisStore, type StoreNews } from '../../src/clients/redis-store.ts';
import type { ClientSettings, RedisAddress } from '../../src/contract/client-settings.ts';
import { type RedisOptions, type RunningRedis, startRedis } from './start-redis.ts';

/** A store as one server process has it. */
export interface Opened {
  readonly store: RedisStore;
  /** All that it has told by now. */
  readonly news: readonly StoreNews[];
  /** Resolves when it tells news of this kind, or if it has. */
  told(kind: StoreNews['kind']): Promise<void>;
}

/** A redis-server, and as many stores as are opened on it: each has a connection of its own. All end with the test. */
export interface Scope {
  readonly redis: RunningRedis;
  open(parts?: StoreParts): Promise<Opened>;
}

type StoreParts = Partial<ClientSettings> & {
  readonly address?: Partial<RedisAddress>;
  readonly patience?: Patience;
};

/** A machine that is busy with other tests must not look like an outage. */
export const PATIENCE: Patience = { readMs: 750, requestMs: 950, startMs: 5000, servedMs: 1000 };

type Test = NonNullable<RedisOptions['t']>;

export async function openSite(t: Test, options: Omit<RedisOptions, 't'> = {}): Promise<Scope> {
  const redis = await startRedis({ ...options, t });
  return { redis, open: (parts) => openStore(t, redis.port, parts) };
}

/** A store on whatever listens on a port of this machine. */
export async function openStore(t: Test, port: number, parts: StoreParts = {}): Promise<Opened> {
  const news: StoreNews[] = [];
  const waiting: (() => void)[] = [];
  const address = { tls: false, host: '127.0.0.1', port, database: 0, username: undefined, password: undefined };
  const opened = await openRedisStore({
    address: { ...address, ...parts.address },
    max: parts.max ?? 100,
    ttlMs: parts.ttlMs ?? 60_000,
    patience: parts.patience ?? PATIENCE,
    report(one) {
      news.push(one);
      for (const look of waiting) look();
    },
  });
  if (opened.kind === 'failed') throw new Error(opened.message);
  const { store } = opened;
  t.after(async () => store.close());
  const told = (kind: StoreNews['kind']): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (news.some((one) => one.kind === kind)) resolve();
      };
      waiting.push(look);
      look();
    });
  return { store, news, told };
}
