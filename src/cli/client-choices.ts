import { createMemoryStore } from '../clients/memory-store.ts';
import type { ClientOptions } from '../contract/client.ts';
import type { Order } from './supervisor-messages.ts';

/** A server process, as the choices of clients see it. */
export interface Adopter {
  readonly id: number;
  send(order: Order): void;
}

/** A choice that is not in force everywhere yet. */
interface Pending {
  readonly by: Adopter;
  readonly set: number;
  readonly waitingFor: Set<number>;
}

/**
 * What clients have chosen, for all server processes, those still to come among them. A choice is in force when every
 * process has adopted it: the next request of the client may reach any of them.
 */
export class ClientChoices {
  #known = createMemoryStore(Number.POSITIVE_INFINITY);
  readonly #adopters = new Map<number, Adopter>();
  readonly #pending = new Map<number, Pending>();
  #number = 0;

  /** As many clients as the manifest says are remembered; the one that chose longest ago goes first. */
  limit(max: number): void {
    const known = this.#known.entries();
    this.#known = createMemoryStore(max);
    for (const [client, options] of known) this.#known.set(client, options);
  }

  /** A new process: gets all that is known, and all that follows. */
  join(adopter: Adopter): readonly (readonly [client: string, options: ClientOptions])[] {
    this.#adopters.set(adopter.id, adopter);
    return this.#known.entries();
  }

  /** A process is gone: nobody waits for it. */
  leave(id: number): void {
    this.#adopters.delete(id);
    for (const number of [...this.#pending.keys()]) this.adopted(id, number);
  }

  choose(by: Adopter, set: number, client: string, change: ClientOptions): void {
    this.#known.set(client, change);
    this.#number += 1;
    this.#pending.set(this.#number, { by, set, waitingFor: new Set(this.#adopters.keys()) });
    for (const adopter of this.#adopters.values()) {
      adopter.send({ kind: 'adopt', number: this.#number, client, change });
    }
  }

  /** The process `id` has put the choice in force. */
  adopted(id: number, number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    pending.waitingFor.delete(id);
    if (pending.waitingFor.size > 0) return;
    this.#pending.delete(number);
    pending.by.send({ kind: 'chosen', set: pending.set });
  }
}
