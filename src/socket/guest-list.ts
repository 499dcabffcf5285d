import type { Evictable } from './connection-states.ts';
import type { Guest, Seat } from './guest.ts';

/**
 * The guests of a whole listener, or of one client. Not in a `Set`: when V8 moves a set to a larger table, the old table still refers to
 * its guests. Once it is old itself, only long collections free it, and until then each closed connection in it stays.
 */
export class GuestList {
  /** Those of guests that rest come last. */
  readonly #seats: ListedSeat[] = [];
  #awake = 0;
  /** Guests that wait for a request or shake hands, the longest wait first. */
  readonly #idle = new Queue();
  /** Guests whose last answer is sent: they only wait for their peers to close. */
  readonly #lingering = new Queue();
  readonly #emptied: () => void;

  constructor(emptied: () => void = () => undefined) {
    this.#emptied = emptied;
  }

  /** While some leave or rest, all that stay come up, perhaps twice; those that join do not, and one that wakes can hide another. */
  [Symbol.iterator](): IterableIterator<Guest> {
    return this.#guestsBelow(this.#seats.length);
  }

  /** As the iterator, but for guests that rest. */
  awake(): IterableIterator<Guest> {
    return this.#guestsBelow(this.#awake);
  }

  *#guestsBelow(end: number): IterableIterator<Guest> {
    for (let at = end - 1; at >= 0; at--) {
      const seat = this.#seats[at];
      if (seat !== undefined) yield seat.guest;
    }
  }

  get size(): number {
    return this.#seats.length;
  }

  /** A guest that only lingers takes no place. */
  get places(): number {
    return this.#seats.length - this.#lingering.size;
  }

  add(guest: Guest): Seat {
    const seat = new ListedSeat(guest, this, this.#seats.length);
    this.#seats.push(seat);
    this.rest(seat, false);
    return seat;
  }

  /** For its seats. */
  rest(seat: ListedSeat, rests: boolean): void {
    if (rests === seat.at >= this.#awake) return;
    if (rests) this.#awake--;
    this.#swap(seat, this.#awake);
    if (!rests) this.#awake++;
  }

  /** For its seats. */
  remove(seat: ListedSeat): void {
    this.rest(seat, true);
    this.#swap(seat, this.#seats.length - 1);
    this.#seats.pop();
    if (this.#seats.length === 0) this.#emptied();
  }

  #swap(seat: ListedSeat, at: number): void {
    const other = this.#seats[at];
    if (other === undefined || other === seat) return;
    this.#seats[seat.at] = other;
    other.at = seat.at;
    this.#seats[at] = seat;
    seat.at = at;
  }

  /** For its seats: where one is queued that is evictable like this. */
  queueOf(evictable: Evictable): Queue | undefined {
    if (evictable === 'no') return undefined;
    return evictable === 'idle' ? this.#idle : this.#lingering;
  }

  /** If it has been idle since then, or before. */
  longestIdle(sinceMs: number): Guest | undefined {
    const oldest = this.#idle.first?.guest;
    return oldest !== undefined && oldest.times.sinceMs <= sinceMs ? oldest : undefined;
  }

  longestLingering(): Guest | undefined {
    return this.#lingering.first?.guest;
  }
}

/** The guests of each client that is counted (`limits.connectionsPerClient`). */
export class ClientLists {
  readonly #byKey = new Map<string, GuestList>();

  /** The list of a client without guests is empty, and is kept only once somebody is added. */
  of(key: string): GuestList {
    return this.#byKey.get(key) ?? new GuestList(() => this.#byKey.delete(key));
  }

  countOf(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  add(guest: Guest, key: string): Seat {
    const list = this.of(key);
    this.#byKey.set(key, list);
    return list.add(guest);
  }
}

class ListedSeat implements Seat {
  readonly guest: Guest;
  readonly #list: GuestList;
  /** Among all seats of its list. */
  at: number;
  #queue: Queue | undefined;
  before: ListedSeat | undefined;
  after: ListedSeat | undefined;

  constructor(guest: Guest, list: GuestList, at: number) {
    this.guest = guest;
    this.#list = list;
    this.at = at;
  }

  mark(evictable: Evictable): void {
    this.#queue?.remove(this);
    this.#queue = this.#list.queueOf(evictable);
    this.#queue?.append(this);
  }

  rest(rests: boolean): void {
    this.#list.rest(this, rests);
  }

  leave(): void {
    this.mark('no');
    this.#list.remove(this);
  }
}

/** Seats in the order in which they came; any of them can go. */
class Queue {
  first: ListedSeat | undefined;
  #last: ListedSeat | undefined;
  size = 0;

  append(seat: ListedSeat): void {
    seat.before = this.#last;
    if (this.#last === undefined) this.first = seat;
    else this.#last.after = seat;
    this.#last = seat;
    this.size++;
  }

  remove(seat: ListedSeat): void {
    const { before, after } = seat;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    seat.before = undefined;
    seat.after = undefined;
    this.size--;
  }
}
