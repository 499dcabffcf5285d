import type { Spare } from './connection-states.ts';
import type { Guest } from './guest.ts';

/** Those who are here: of a whole listener, or of one client. */
export class GuestList {
  readonly #all = new Set<Guest>();
  /** Those that wait for a request or shake hands, the one that has waited longest first. */
  readonly #idle = new Set<Guest>();
  /** Those whose last answer is sent: they only wait for their peers to close. */
  readonly #lingering = new Set<Guest>();

  get all(): ReadonlySet<Guest> {
    return this.#all;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Whoever only lingers takes no place. */
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

  /** Whether it may have to make room from now on. */
  mark(guest: Guest, spare: Spare): void {
    this.#idle.delete(guest);
    this.#lingering.delete(guest);
    if (spare === 'idle') this.#idle.add(guest);
    else if (spare === 'lingering') this.#lingering.add(guest);
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

  /** Of a client with nobody here it is empty, and kept only once somebody is added. */
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

  mark(guest: Guest, spare: Spare): void {
    this.#ofGuest.get(guest)?.[1].mark(guest, spare);
  }
}
