import type { ClientOptions, ClientStore } from '../contract/client.ts';

const NOTHING_CHOSEN: ClientOptions = Object.freeze({});

/** A store in this process: it answers at once, without a promise. */
export interface MemoryStore extends ClientStore {
  get(client: string): ClientOptions;
  set(client: string, change: ClientOptions): void;
  /** All that are held, the one that was seen longest ago first. */
  entries(): readonly (readonly [client: string, options: ClientOptions])[];
}

/**
 * Remembers in this process, and forgets with it. Only clients that chose something are held, at most `max` of them:
 * the one that was seen longest ago goes first.
 */
export function createMemoryStore(max: number): MemoryStore {
  // A Map keeps insertion order, so whoever is seen is taken out and put back at the end.
  const held = new Map<string, ClientOptions>();

  function get(client: string): ClientOptions {
    const options = held.get(client);
    if (options === undefined) return NOTHING_CHOSEN;
    held.delete(client);
    held.set(client, options);
    return options;
  }

  function set(client: string, change: ClientOptions): void {
    const options = { ...held.get(client), ...change };
    // A choice that equals the default is still a choice: the manifest may change the default.
    if (Object.keys(options).length === 0) return;
    held.delete(client);
    held.set(client, options);
    if (held.size > max) forgetOldest();
  }

  function forgetOldest(): void {
    for (const client of held.keys()) {
      held.delete(client);
      return;
    }
  }

  return { get, set, entries: () => [...held] };
}
