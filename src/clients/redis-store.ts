import { randomUUID } from 'node:crypto';
import { type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import type { RedisAddress } from '../contract/client-settings.ts';
import { StoreFailure } from '../contract/store-failure.ts';
import { RecentMap } from '../http/recent-map.ts';
import { type Command, loadRedisClient, type Reply } from './redis-connection.ts';
import { OPEN_MS_MAX, PATIENCE, type Patience, RedisLink } from './redis-link.ts';
import {
  type ClientState,
  changeCommand,
  fieldsOf,
  keyOf,
  NO_VERSION,
  PROBE,
  readCommand,
  readState,
  versionIn,
} from './redis-options.ts';

/** A store that all processes on any number of machines share. */
export interface RedisStore extends ClientStore {
  isDown(): boolean;
  /** For what else is kept there. Never rejects. */
  ask(command: Command): Promise<Reply>;
  /** At once: from here on reads are answered without a promise, from what was last known, and pending calls never resolve. */
  close(): void;
}

/** What an operator must know. No word of it holds a secret. */
export type StoreNews =
  | { readonly kind: 'down'; readonly why: string }
  | { readonly kind: 'back'; readonly downMs: number }
  /** Another program has written to this key of a client; only the first one is reported. */
  | { readonly kind: 'garbage'; readonly key: string };

export interface RedisStoreOptions {
  readonly address: RedisAddress;
  /** How many clients this process remembers for the time when Redis does not answer. */
  readonly max: number;
  readonly ttlMs: number;
  /** Default: what keeps every request below 100 ms. */
  readonly patience?: Patience;
  report(news: StoreNews): void;
}

export type OpenedStore =
  | { readonly kind: 'opened'; readonly store: RedisStore }
  /** The library is missing. A line for people. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Opens the store, and waits for the outcome of the first connection. If that fails, the store is down, and recovers by itself.
 * Every read asks Redis, so that what one process has confirmed is active in the next request through any other. If Redis
 * does not answer in time, what this process saw last of the client counts, and a change is refused.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<OpenedStore> {
  const { address, max, ttlMs, patience = PATIENCE, report } = options;
  const library = await loadRedisClient();
  if (library.kind === 'failed') return library;
  const link = new RedisLink({
    open: library.open(address, OPEN_MS_MAX),
    probe: PROBE,
    patience,
    down: (why) => report({ kind: 'down', why }),
    up: (downMs) => report({ kind: 'back', downMs }),
  });
  await link.open();
  return { kind: 'opened', store: createStore(link, { max, ttlMs, report }) };
}

function createStore(
  link: RedisLink,
  { max, ttlMs, report }: Pick<RedisStoreOptions, 'max' | 'ttlMs' | 'report'>,
): RedisStore {
  /** What clients had chosen when they were last seen; a client that is not here had chosen nothing. */
  const lastKnown = new RecentMap<ClientState>(max);
  /** The pending change of each client: two at once from this process would collide. */
  const underWay = new Map<string, Promise<void>>();
  let garbageReported = false;

  function remembered(client: string): ClientOptions {
    return lastKnown.get(client)?.options ?? NOTHING_CHOSEN;
  }

  async function read(client: string): Promise<ClientOptions> {
    const reply = await link.read(readCommand(client));
    if (reply.kind === 'lost') return remembered(client);
    if (reply.kind === 'refused' && !reply.wrongType) {
      // If one client cannot be read, none can: LOADING, NOPERM and their like apply to all.
      link.giveUp(reply.why);
      return remembered(client);
    }
    return learn(client, reply);
  }

  function learn(client: string, reply: Exclude<Reply, { kind: 'lost' }>): ClientOptions {
    const { options, version, garbage } = readState(reply.kind === 'value' ? reply.value : undefined);
    if (garbage && !garbageReported) {
      garbageReported = true;
      report({ kind: 'garbage', key: keyOf(client) });
    }
    if (Object.keys(options).length === 0) lastKnown.delete(client);
    else lastKnown.set(client, { options, version });
    return options;
  }

  function set(client: string, change: ClientOptions, waitedMs = 0): Promise<void> {
    const beganMs = performance.now() - waitedMs;
    const before = underWay.get(client);
    const mine = (): Promise<void> => write(client, change, beganMs);
    const stored = before === undefined ? mine() : before.then(mine, mine);
    underWay.set(client, stored);
    const over = (): void => void (underWay.get(client) === stored && underWay.delete(client));
    stored.then(over, over);
    return stored;
  }

  /** If another process has changed the client meanwhile, Redis returns that version: this change then follows it. */
  async function write(client: string, change: ClientOptions, beganMs: number): Promise<void> {
    const fields = fieldsOf(change);
    if (fields.length === 0) return;
    let expected = lastKnown.get(client)?.version ?? NO_VERSION;
    for (;;) {
      // A used version might still be expected by a change that is late on its way.
      const version = randomUUID();
      const command = changeCommand(client, { fields, ttlMs, expected, version });
      const reply = await link.change(command, performance.now() - beganMs);
      if (reply.kind !== 'value') throw new StoreFailure(`Redis has not confirmed the change: ${reply.why}`);
      if (reply.value === version) {
        lastKnown.set(client, { options: { ...remembered(client), ...change }, version });
        return;
      }
      expected = versionIn(reply.value);
    }
  }

  return {
    get: (client) => (link.isDown ? remembered(client) : read(client)),
    set,
    isDown: () => link.isDown,
    ask: (command) => link.read(command),
    close: () => link.close(),
  };
}
