import { createMemoryStore, type HeldClient } from '../../clients/memory-store.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Member } from './server-slot.ts';

/** A server process, as the choices of clients see it. */
export type Adopter = Pick<Member, 'id' | 'send'>;

/** A choice that is not active everywhere yet. */
interface Pending {
  readonly by: Adopter;
  readonly set: number;
  readonly waitingFor: Set<number>;
  readonly timer: NodeJS.Timeout;
  /** The client still waits for the answer. */
  owed: boolean;
}

/**
 * What clients have chosen, for all server processes and those to come. A choice is active when every
 * process has adopted it: the next request of the client can reach any of them.
 */
export class ClientChoices {
  readonly #confirmMs: number;
  #known = createMemoryStore(Number.POSITIVE_INFINITY);
  readonly #adopters = new Map<number, Adopter>();
  readonly #pending = new Map<number, Pending>();
  #number = 0;

  /** After `confirmMs` a client is told that its choice is not confirmed. */
  constructor(confirmMs: number) {
    this.#confirmMs = confirmMs;
  }

  /** How many clients are remembered, and for how long, as the manifest says; the one that chose longest ago goes first. */
  limit({ max, ttlMs }: Omit<ClientSettings, 'store'>): void {
    const known = this.#known.entries();
    this.#known = createMemoryStore(max, { ttlMs });
    for (const held of known) this.#known.restore(held);
  }

  /** A new process: gets all that is known, and all that follows. */
  join(adopter: Adopter): readonly HeldClient[] {
    this.#adopters.set(adopter.id, adopter);
    return this.#known.entries();
  }

  /** A process is gone: nothing waits for it. */
  leave(id: number): void {
    this.#adopters.delete(id);
    for (const number of [...this.#pending.keys()]) this.adopted(id, number);
  }

  choose(by: Adopter, set: number, client: string, change: ClientOptions): void {
    this.#known.set(client, change);
    this.#number += 1;
    const number = this.#number;
    const timer = setTimeout(() => this.#late(number), this.#confirmMs);
    timer.unref();
    this.#pending.set(number, { by, set, waitingFor: new Set(this.#adopters.keys()), timer, owed: true });
    for (const adopter of this.#adopters.values()) adopter.send({ kind: 'adopt', number, client, change });
  }

  /** The process `id` has applied the choice. */
  adopted(id: number, number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    pending.waitingFor.delete(id);
    if (pending.waitingFor.size > 0) return;
    clearTimeout(pending.timer);
    this.#pending.delete(number);
    if (pending.owed) pending.by.send({ kind: 'chosen', set: pending.set });
  }

  /** It stays known: a silent process gets it when it wakes, and its replacement when it starts. */
  #late(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    pending.owed = false;
    pending.by.send({ kind: 'unconfirmed', set: pending.set });
  }
}
