import type { Evictable } from './connection-states.ts';
import type { Guest } from './guest.ts';

/** The guests of a whole listener, or of one client. */
export class GuestList {
  readonly #all = new Set<Guest>();
  /** Guests that wait for a request or shake hands, the longest wait first. */
  readonly #idle = new Set<Guest>();
  /** Guests whose last answer is sent: they only wait for their peers to close. */
  readonly #lingering = new Set<Guest>();

  get all(): ReadonlySet<Guest> {
    return this.#all;
  }

  get size(): number {
    return this.#all.size;
  }

  /** A guest that only lingers takes no place. */
  get places(): number {
    return this.#all.size - this.#lingering.size;
  }

  add(guest: Guest): void {
    this.#all.add(guest);
  }

  delete(guest: Guest): void {
    this.#all.delete(guest);
    this.mark(guest, 'no');
  }

  /** Updates whether it can be closed to make room. */
  mark(guest: Guest, evictable: Evictable): void {
    this.#idle.delete(guest);
    this.#lingering.delete(guest);
    if (evictable === 'idle') this.#idle.add(guest);
    else if (evictable === 'lingering') this.#lingering.add(guest);
  }

  /** If it has been idle since then, or before. */
  longestIdle(sinceMs: number): Guest | undefined {
    const [oldest] = this.#idle;
    return oldest !== undefined && oldest.times.sinceMs <= sinceMs ? oldest : undefined;
  }

  longestLingering(): Guest | undefined {
    const [oldest] = this.#lingering;
    return oldest;
  }
}

/** The guests of each client that is counted (`limits.connectionsPerClient`). */
export class ClientLists {
  readonly #byKey = new Map<string, GuestList>();
  readonly #ofGuest = new Map<Guest, readonly [key: string, list: GuestList]>();

  /** The list of a client without guests is empty, and is kept only once somebody is added. */
  of(key: string): GuestList {
    return this.#byKey.get(key) ?? new GuestList();
  }

  add(guest: Guest, key: string): void {
    const list = this.of(key);
    list.add(guest);
    this.#byKey.set(key, list);
    this.#ofGuest.set(guest, [key, list]);
  }

  delete(guest: Guest): void {
    const [key = '', list] = this.#ofGuest.get(guest) ?? [];
    if (list === undefined) return;
    list.delete(guest);
    this.#ofGuest.delete(guest);
    if (list.size === 0) this.#byKey.delete(key);
  }

  mark(guest: Guest, evictable: Evictable): void {
    this.#ofGuest.get(guest)?.[1].mark(guest, evictable);
  }
}
