import type { Worker } from 'node:cluster';
import { createMemoryStore } from '../clients/memory-store.ts';
import type { ClientOptions, ClientStore } from '../contract/client.ts';
import type { Address, ServerControl, ServerOrders } from './server-control.ts';
import { isOrder, type News, type Order } from './supervisor-messages.ts';

/** The control of a server process that a supervisor has started. Resolves when the supervisor has said where to listen. */
export async function controlBySupervisor(worker: Worker): Promise<ServerControl> {
  // Ctrl-C and service managers signal the whole group of processes: what is to be done is for the supervisor to say.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => undefined);
  const { promise: welcomed, resolve: welcome } = deferred<Address | undefined>();
  const channel = new SupervisorChannel(worker, welcome);
  channel.tell({ kind: 'hello' });
  const address = await welcomed;
  return {
    address,
    openClients: (max, ttlMs) => channel.openClients(max, ttlMs),
    obey: (orders) => channel.obey(orders),
    ready: (news) => channel.tell({ kind: 'ready', ...news }),
    reloaded: (watch) => channel.tell({ kind: 'reloaded', watch }),
    fatal: () => channel.tell({ kind: 'fatal' }),
  };
}

class SupervisorChannel {
  readonly #worker: Worker;
  readonly #welcome: (address: Address | undefined) => void;
  #orders: ServerOrders | undefined;
  /** What came before the server could obey. */
  #early: Order[] = [];
  /** A copy of what the supervisor knows: it answers at once, and changes only by the supervisor's word. */
  #clients = createMemoryStore(Number.POSITIVE_INFINITY);
  #sets = 0;
  /** What to do when a choice is in force everywhere. */
  readonly #pending = new Map<number, () => void>();

  constructor(worker: Worker, welcome: (address: Address | undefined) => void) {
    this.#worker = worker;
    this.#welcome = welcome;
    worker.on('message', (message: unknown) => {
      if (isOrder(message)) this.#receive(message);
    });
  }

  tell(news: News): void {
    // A supervisor that is gone takes this process with it: nobody has to hear of a failure.
    this.#worker.send(news, () => undefined);
  }

  obey(orders: ServerOrders): void {
    this.#orders = orders;
    const early = this.#early;
    this.#early = [];
    for (const order of early) this.#receive(order);
  }

  openClients(max: number, ttlMs: number): ClientStore {
    const known = this.#clients.entries();
    this.#clients = createMemoryStore(max, ttlMs);
    for (const [client, options] of known) this.#clients.set(client, options);
    return {
      get: (client) => this.#clients.get(client),
      set: (client, change) => this.#choose(client, change),
    };
  }

  #choose(client: string, change: ClientOptions): Promise<void> {
    this.#sets += 1;
    const { promise, resolve } = deferred<void>();
    this.#pending.set(this.#sets, resolve);
    this.tell({ kind: 'choose', set: this.#sets, client, change });
    return promise;
  }

  #receive(order: Order): void {
    switch (order.kind) {
      case 'welcome':
        for (const [client, options] of order.clients) this.#clients.set(client, options);
        this.#welcome(order.address);
        return;
      case 'adopt':
        this.#clients.set(order.client, order.change);
        this.tell({ kind: 'adopted', number: order.number });
        return;
      case 'chosen':
        this.#pending.get(order.set)?.();
        this.#pending.delete(order.set);
        return;
      case 'stop':
      case 'retire':
      case 'reload':
      case 'reopenLogs':
        if (this.#orders === undefined) this.#early.push(order);
        else this.#orders[order.kind]();
        return;
    }
  }
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
