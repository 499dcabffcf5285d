import { type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import { RecentMap } from '../http/recent-map.ts';

/** A store in this process: it answers at once, without a promise. */
export interface MemoryStore extends ClientStore {
  get(client: string): ClientOptions;
  set(client: string, change: ClientOptions): void;
  /** All clients that it holds, the next to be forgotten first. */
  entries(): readonly HeldClient[];
  /** Holds what another store held. */
  restore(held: HeldClient): void;
}

/** A client that a store holds, and for how much longer. */
export interface HeldClient {
  readonly client: string;
  readonly options: ClientOptions;
  readonly leftMs: number;
}

export interface MemoryStoreOptions {
  /** How long a choice is kept after the client's last change. Default: for ever. */
  readonly ttlMs?: number;
  /** Whom a full store forgets: the client that was seen longest ago (the default), or that chose longest ago. */
  readonly forgets?: 'seen' | 'chosen';
  /** Monotonic milliseconds. */
  readonly nowMs?: () => number;
}

interface Choice {
  readonly options: ClientOptions;
  readonly untilMs: number;
}

/** Remembers in this process. Only clients that chose something are held, at most `max` of them. */
export function createMemoryStore(max: number, options: MemoryStoreOptions = {}): MemoryStore {
  const { ttlMs = Number.POSITIVE_INFINITY, forgets = 'seen', nowMs = () => performance.now() } = options;
  const held = new RecentMap<Choice>(max);

  function get(client: string): ClientOptions {
    const choice = forgets === 'seen' ? held.get(client) : held.peek(client);
    if (choice === undefined) return NOTHING_CHOSEN;
    if (choice.untilMs > nowMs()) return choice.options;
    held.delete(client);
    return NOTHING_CHOSEN;
  }

  function set(client: string, change: ClientOptions): void {
    const chosen = { ...get(client), ...change };
    // A choice that equals the default is still a choice: the manifest can change the default.
    if (Object.keys(chosen).length === 0) return;
    held.set(client, { options: chosen, untilMs: nowMs() + ttlMs });
  }

  function entries(): readonly HeldClient[] {
    const now = nowMs();
    return held
      .entries()
      .map(([client, choice]) => ({ client, options: choice.options, leftMs: choice.untilMs - now }))
      .filter(({ leftMs }) => leftMs > 0);
  }

  function restore({ client, options: chosen, leftMs }: HeldClient): void {
    held.set(client, { options: chosen, untilMs: nowMs() + leftMs });
  }

  return { get, set, entries, restore };
}
