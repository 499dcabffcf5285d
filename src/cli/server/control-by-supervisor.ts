import type { Worker } from 'node:cluster';
import { createMemoryStore } from '../../clients/memory-store.ts';
import type { ClientOptions, ClientStore } from '../../contract/client.ts';
import { StoreFailure } from '../../contract/store-failure.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Verdict } from '../judge/judge-messages.ts';
import type { ServerControl, ServerOrders } from '../server-control.ts';
import { enterFolder } from '../start-place.ts';
import { CONFIRM_MS, isOrder, machineMs, type News, type Order } from '../supervisor-messages.ts';
import type { ReloadAttempt } from './reload.ts';
import type { StartSettings } from './restart-settings.ts';

/** The control of a server process that a supervisor has started. Resolves when the supervisor has answered. */
export async function controlBySupervisor(worker: Worker): Promise<ServerControl> {
  // Ctrl-C and service managers signal the whole group of processes: what is to be done is for the supervisor to say.
  for (const signal of SUPERVISORS_SIGNALS) process.on(signal, () => undefined);
  const welcomed = new Deferred<Welcome>();
  const channel = new SupervisorChannel(worker, welcomed.resolve);
  channel.tell({ kind: 'hello' });
  const { folder, processes, aloud } = await welcomed.promise;
  // Where it is gone just now, the manifest is not found, and that is said.
  enterFolder(folder);
  // While a module of handlers waits at its top level for what never comes, nothing keeps this process: Node.js ends it.
  process.channel?.unref();
  return {
    summoned: () => channel.summoned(),
    folder,
    processes,
    quiet: !aloud,
    failed: (words) => channel.failed(words),
    supervised: true,
    openClients: (max, ttlMs) => channel.openClients(max, ttlMs),
    obey: (orders) => channel.obey(orders),
    ready: ({ sources, ...news }) => channel.tell({ kind: 'ready', ...news, fingerprint: fingerprint(sources) }),
    fatal: (message) => channel.tell({ kind: 'fatal', message }),
    close: () => undefined,
  };
}

const SUPERVISORS_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** So much longer than for the other processes a choice waits for the supervisor's word. */
const WORD_MS = 500;

type Welcome = Extract<Order, { kind: 'welcome' }>;

/** Orders for the server, once there is one. */
type ServerOrder = Extract<Order, { kind: 'stop' | 'retire' | 'reopenLogs' | 'reload' }>;

class SupervisorChannel {
  readonly #worker: Worker;
  readonly #welcome: (welcome: Welcome) => void;
  #orders: ServerOrders | undefined;
  /** What came before the server could obey. */
  #early: ServerOrder[] = [];
  /**
   * A copy of what the supervisor knows: it answers at once, and changes only by the supervisor's word. It forgets whoever
   * chose longest ago, and not whoever was seen longest ago as a process alone does: so all copies are the same.
   */
  #clients = createMemoryStore(Number.POSITIVE_INFINITY);
  readonly #summons = new Deferred<StartSettings | undefined>();
  readonly #joined = new Deferred<void>();
  #sets = 0;
  readonly #pending = new Map<number, { readonly chosen: Deferred<void>; readonly timer: NodeJS.Timeout }>();
  /** What is to be compiled, as far as it has come. */
  #parts: string[] = [];
  #decision: { readonly round: number; readonly made: Deferred<boolean> } | undefined;

  constructor(worker: Worker, welcome: (welcome: Welcome) => void) {
    this.#worker = worker;
    this.#welcome = welcome;
    worker.on('message', (message: unknown) => {
      if (isOrder(message)) this.#receive(message);
    });
    worker.on('disconnect', () => this.#abandoned());
  }

  tell(news: News): void {
    // That the supervisor is gone is told by another event.
    this.#worker.send(news, () => undefined);
  }

  /** Its last words: it does not end before they are on their way. */
  failed(words: string): void {
    process.channel?.ref();
    this.tell({ kind: 'failed', words });
  }

  obey(orders: ServerOrders): void {
    this.#orders = orders;
    const early = this.#early;
    this.#early = [];
    for (const order of early) this.#carryOut(order, orders);
  }

  summoned(): Promise<StartSettings | undefined> {
    process.channel?.ref();
    this.tell({ kind: 'loaded' });
    return this.#summons.promise;
  }

  async openClients(max: number, ttlMs: number): Promise<ClientStore> {
    this.#clients = createMemoryStore(max, { ttlMs, forgets: 'chosen' });
    this.tell({ kind: 'join' });
    await this.#joined.promise;
    return {
      get: (client) => this.#clients.get(client),
      set: (client, change) => this.#choose(client, change),
    };
  }

  #choose(client: string, change: ClientOptions): Promise<void> {
    this.#sets += 1;
    const set = this.#sets;
    const chosen = new Deferred<void>();
    // The supervisor may be stopped.
    const timer = setTimeout(() => this.#settle(set, false), CONFIRM_MS + WORD_MS);
    timer.unref();
    this.#pending.set(set, { chosen, timer });
    const untilMs = machineMs() + CONFIRM_MS;
    if (this.#worker.isConnected()) this.tell({ kind: 'choose', set, untilMs, client, change });
    else this.#settle(set, false);
    return chosen.promise;
  }

  #receive(order: Order): void {
    switch (order.kind) {
      case 'welcome':
        this.#welcome(order);
        return;
      case 'serve':
        this.#summons.resolve(order.settings);
        return;
      case 'ping':
        this.tell({ kind: 'pong' });
        return;
      case 'clients':
        for (const held of order.clients) this.#clients.restore(held);
        this.#joined.resolve();
        return;
      case 'adopt':
        this.#clients.set(order.client, order.change);
        this.tell({ kind: 'adopted', number: order.number });
        return;
      case 'chosen':
      case 'unconfirmed':
        this.#settle(order.set, order.kind === 'chosen');
        return;
      case 'decide':
        if (this.#decision?.round === order.round) this.#decision.made.resolve(order.inForce);
        return;
      case 'part':
        this.#parts.push(order.text);
        return;
      case 'stop':
      case 'retire':
      case 'reopenLogs':
      case 'reload':
        if (this.#orders === undefined) this.#early.push(order);
        else this.#carryOut(order, this.#orders);
        return;
    }
  }

  #carryOut(order: ServerOrder, orders: ServerOrders): void {
    if (order.kind === 'reload') orders.reload(this.#attempt(order.round, order.aloud, order.verdict));
    else orders[order.kind]();
  }

  /** A part in a reload of all processes: nothing is in force before all have compiled it. */
  #attempt(round: number, aloud: boolean, verdict: Verdict): ReloadAttempt {
    const parts = this.#parts;
    this.#parts = [];
    const made = new Deferred<boolean>();
    this.#decision?.made.resolve(false);
    this.#decision = { round, made };
    return {
      aloud,
      judge: () => Promise.resolve({ ...verdict, parts }),
      agree: () => {
        this.tell({ kind: 'prepared', round });
        return made.promise;
      },
      taken: ({ timeouts: { drainMs, hungMs } }) => this.tell({ kind: 'taken', round, patience: { drainMs, hungMs } }),
      refused: () => this.tell({ kind: 'refused', round }),
    };
  }

  #settle(set: number, confirmed: boolean): void {
    const pending = this.#pending.get(set);
    this.#pending.delete(set);
    clearTimeout(pending?.timer);
    if (confirmed) pending?.chosen.resolve();
    else pending?.chosen.reject(new StoreFailure('A server process is silent, and may not know the change yet'));
  }

  /** The supervisor has died. A server that serves ends as if it was told to; one that does not is ended by Node.js. */
  #abandoned(): void {
    if (this.#orders === undefined) return;
    this.#worker.exitedAfterDisconnect = true;
    for (const set of [...this.#pending.keys()]) this.#settle(set, false);
    this.#decision?.made.resolve(false);
    this.#orders.stop();
  }
}

class Deferred<T> {
  resolve: (value: T) => void = () => undefined;
  reject: (reason: unknown) => void = () => undefined;
  readonly promise: Promise<T>;

  constructor() {
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
