import type { Worker } from 'node:cluster';
import { createMemoryStore, type HeldClient } from '../../clients/memory-store.ts';
import type { ClientOptions, ClientStore } from '../../contract/client.ts';
import { StoreFailure } from '../../contract/store-failure.ts';
import { CONFIRM_MS, machineMs, type News } from '../supervisor/supervisor-messages.ts';
import { Deferred } from './deferred.ts';

/** So much longer than for the other processes a choice waits for the supervisor's word. */
const WORD_MS = 500;

/** What clients have chosen, in all processes of a supervisor: a choice is confirmed when each of them knows it (client-choices.ts). */
export class SharedClients {
  readonly #worker: Pick<Worker, 'isConnected'>;
  readonly #report: (news: News) => void;
  /**
   * A copy of what the supervisor knows: it answers at once, and changes only by the supervisor's word. It forgets the client
   * that chose longest ago, and not the one seen longest ago as a single process does: so all copies are the same.
   */
  #known = createMemoryStore(Number.POSITIVE_INFINITY);
  readonly #joined = new Deferred<void>();
  #sets = 0;
  readonly #pending = new Map<number, { readonly chosen: Deferred<void>; readonly timer: NodeJS.Timeout }>();

  constructor(worker: Pick<Worker, 'isConnected'>, report: (news: News) => void) {
    this.#worker = worker;
    this.#report = report;
  }

  /** Resolves when the supervisor has sent all that it knows. */
  async open(max: number, ttlMs: number): Promise<ClientStore> {
    this.#known = createMemoryStore(max, { ttlMs, forgets: 'chosen' });
    this.#report({ kind: 'join' });
    await this.#joined.promise;
    return {
      get: (client) => this.#known.get(client),
      set: (client, change) => this.#choose(client, change),
    };
  }

  joined(clients: readonly HeldClient[]): void {
    for (const held of clients) this.#known.restore(held);
    this.#joined.resolve();
  }

  adopt(client: string, change: ClientOptions): void {
    this.#known.set(client, change);
  }

  #choose(client: string, change: ClientOptions): Promise<void> {
    this.#sets += 1;
    const set = this.#sets;
    const chosen = new Deferred<void>();
    // The supervisor may be stopped.
    const timer = setTimeout(() => this.settle(set, false), CONFIRM_MS + WORD_MS);
    timer.unref();
    this.#pending.set(set, { chosen, timer });
    const untilMs = machineMs() + CONFIRM_MS;
    if (this.#worker.isConnected()) this.#report({ kind: 'choose', set, untilMs, client, change });
    else this.settle(set, false);
    return chosen.promise;
  }

  /** The supervisor's word about a choice of this process. */
  settle(set: number, confirmed: boolean): void {
    const pending = this.#pending.get(set);
    this.#pending.delete(set);
    clearTimeout(pending?.timer);
    if (confirmed) pending?.chosen.resolve();
    else pending?.chosen.reject(new StoreFailure('A server process does not answer, and may not know the change yet'));
  }

  /** The supervisor has died: nothing is confirmed any more. */
  abandon(): void {
    for (const set of [...this.#pending.keys()]) this.settle(set, false);
  }
}
