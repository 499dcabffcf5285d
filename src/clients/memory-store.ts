import type { ClientOptions, ClientStore } from '../contract/client.ts';
import { RecentMap } from './recent-map.ts';

const NOTHING_CHOSEN: ClientOptions = Object.freeze({});

/** A store in this process: it answers at once, without a promise. */
export interface MemoryStore extends ClientStore {
  get(client: string): ClientOptions;
  set(client: string, change: ClientOptions): void;
  /** All that are held, the one that was seen longest ago first. */
  entries(): readonly (readonly [client: string, options: ClientOptions])[];
}

interface Choice {
  readonly options: ClientOptions;
  readonly untilMs: number;
}

/**
 * Remembers in this process, and forgets with it. Only clients that chose something are held, at most `max` of them: the
 * one that was seen longest ago goes first. A choice holds for `ttlMs` from its last change, by the monotonic clock `nowMs`.
 */
export function createMemoryStore(
  max: number,
  ttlMs = Number.POSITIVE_INFINITY,
  nowMs: () => number = () => performance.now(),
): MemoryStore {
  const held = new RecentMap<Choice>(max);

  function get(client: string): ClientOptions {
    const choice = held.get(client);
    if (choice === undefined) return NOTHING_CHOSEN;
    if (choice.untilMs > nowMs()) return choice.options;
    held.delete(client);
    return NOTHING_CHOSEN;
  }

  function set(client: string, change: ClientOptions): void {
    const options = { ...get(client), ...change };
    // A choice that equals the default is still a choice: the manifest may change the default.
    if (Object.keys(options).length === 0) return;
    held.set(client, { options, untilMs: nowMs() + ttlMs });
  }

  function entries(): readonly (readonly [client: string, options: ClientOptions])[] {
    const now = nowMs();
    return held.entries().flatMap(([client, { options, untilMs }]) => (untilMs > now ? [[client, options]] : []));
  }

  return { get, set, entries };
}
