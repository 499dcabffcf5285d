import { type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import type { RedisAddress } from '../contract/client-settings.ts';
import { StoreFailure } from '../contract/store-failure.ts';
import { RecentMap } from './recent-map.ts';
import { loadRedisClient, type Reply } from './redis-connection.ts';
import { OPEN_MS_MAX, PATIENCE, type Patience, RedisLink } from './redis-link.ts';
import { changeCommands, deleteCommand, keyOf, PROBE, readCommand, readOptions } from './redis-options.ts';

/** A store that all processes share, of any number of machines. */
export interface RedisStore extends ClientStore {
  isDown(): boolean;
  /** At once: from here on reads are answered without a promise, by what was last known, and who still waits is not answered any more. */
  close(): void;
}

/** What an operator has to know. No word of it holds a secret. */
export type StoreNews =
  | { readonly kind: 'down'; readonly why: string }
  | { readonly kind: 'back'; readonly downMs: number }
  /** Another program has written to this key of a client; told of the first one only. */
  | { readonly kind: 'garbage'; readonly key: string };

export interface RedisStoreOptions {
  readonly address: RedisAddress;
  /** How many clients this process remembers for the time when Redis does not answer. */
  readonly max: number;
  readonly ttlMs: number;
  /** Default: what keeps every request below 100 ms. */
  readonly patience?: Patience;
  tell(news: StoreNews): void;
}

export type OpenedStore =
  | { readonly kind: 'opened'; readonly store: RedisStore }
  /** The library is missing. A line for people. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Opens the store, and waits for how the first connection goes; one that fails is no fault: the store is down then, and mends itself.
 * Every read asks Redis, so that what one process has confirmed is in force on the next request through any other. Where Redis
 * does not answer in time, what this process saw last of the client counts, and a change is refused.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<OpenedStore> {
  const { address, max, ttlMs, patience = PATIENCE, tell } = options;
  const library = await loadRedisClient();
  if (library.kind === 'failed') return library;
  const link = new RedisLink({
    open: library.open(address, OPEN_MS_MAX),
    probe: PROBE,
    patience,
    down: (why) => tell({ kind: 'down', why }),
    up: (downMs) => tell({ kind: 'back', downMs }),
  });
  await link.open();
  return { kind: 'opened', store: createStore(link, { max, ttlMs, tell }) };
}

function createStore(
  link: RedisLink,
  { max, ttlMs, tell }: Pick<RedisStoreOptions, 'max' | 'ttlMs' | 'tell'>,
): RedisStore {
  /** What clients had chosen when they were last seen; whoever is not here had chosen nothing. */
  const lastKnown = new RecentMap<ClientOptions>(max);
  let garbageTold = false;

  function remembered(client: string): ClientOptions {
    return lastKnown.get(client) ?? NOTHING_CHOSEN;
  }

  async function read(client: string): Promise<ClientOptions> {
    const reply = await link.read(readCommand(client));
    if (reply.kind === 'lost') return remembered(client);
    if (reply.kind === 'refused' && !reply.wrongType) {
      // Who cannot be read cannot be asked: LOADING, NOPERM and their like go for all clients.
      link.giveUp(reply.why);
      return remembered(client);
    }
    return learn(client, reply);
  }

  function learn(client: string, reply: Exclude<Reply, { kind: 'lost' }>): ClientOptions {
    const { options, garbage } = readOptions(reply.kind === 'value' ? reply.value : undefined);
    if (garbage && !garbageTold) {
      garbageTold = true;
      tell({ kind: 'garbage', key: keyOf(client) });
    }
    if (Object.keys(options).length === 0) lastKnown.delete(client);
    else lastKnown.set(client, options);
    return options;
  }

  async function set(client: string, change: ClientOptions, waitedMs = 0): Promise<void> {
    const commands = changeCommands(client, change, ttlMs);
    if (commands.length === 0) return;
    const sinceMs = performance.now();
    let reply = await link.change(commands, waitedMs);
    if (reply.kind === 'refused' && reply.wrongType) {
      // What is there is no client of ours: it counts as nothing, and must not stand in the way.
      reply = await link.change([deleteCommand(client), ...commands], waitedMs + performance.now() - sinceMs);
    }
    if (reply.kind !== 'value') throw new StoreFailure(`Redis has not confirmed the change: ${reply.why}`);
    lastKnown.set(client, { ...remembered(client), ...change });
  }

  return {
    get: (client) => (link.isDown ? remembered(client) : read(client)),
    set,
    isDown: () => link.isDown,
    close: () => link.close(),
  };
}
