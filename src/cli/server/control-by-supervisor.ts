import type { Worker } from 'node:cluster';
import { fingerprint } from '../fingerprint.ts';
import type { Verdict } from '../judge/judge-messages.ts';
import { listenTo, tell } from '../process/own-message.ts';
import { enterFolder } from '../process/start-place.ts';
import type { News, Order } from '../supervisor/supervisor-messages.ts';
import { Deferred } from './deferred.ts';
import type { ReloadAttempt } from './reload.ts';
import type { StartSettings } from './restart-settings.ts';
import type { ServerControl, ServerOrders } from './server-control.ts';
import { SharedClients } from './shared-clients.ts';
import { SharedRates } from './shared-rates.ts';

/** The control of a server process that a supervisor has started. Resolves when the supervisor has answered. */
export async function controlBySupervisor(worker: Worker): Promise<ServerControl> {
  const welcomed = new Deferred<Welcome>();
  const channel = new SupervisorChannel(worker, welcomed.resolve);
  channel.report({ kind: 'hello' });
  const { folder, processes, aloud } = await welcomed.promise;
  // If it is gone just now, the manifest is not found, and that is reported.
  enterFolder(folder);
  // While a module of handlers waits at its top level for something that never comes, nothing keeps this process alive: Node.js ends it.
  process.channel?.unref();
  return {
    // A supervisor kills who is not wanted any more and does not serve yet.
    interrupted: new Promise(() => undefined),
    summoned: () => channel.summoned(),
    folder,
    processes,
    quiet: !aloud,
    failed: (words) => channel.failed(words),
    role: 'supervised',
    openClients: (max, ttlMs) => channel.clients.open(max, ttlMs),
    rates: channel.rates,
    obey: (orders) => channel.obey(orders),
    ready: ({ sources, ...news }) => channel.report({ kind: 'ready', ...news, fingerprint: fingerprint(sources) }),
    fatal: (message) => channel.report({ kind: 'fatal', message }),
    close: () => undefined,
  };
}

type Welcome = Extract<Order, { kind: 'welcome' }>;

/** Orders for the server, once there is one. */
type ServerOrder = Extract<Order, { kind: 'stop' | 'retire' | 'reopenLogs' | 'reload' }>;

class SupervisorChannel {
  readonly #worker: Worker;
  readonly #welcome: (welcome: Welcome) => void;
  readonly clients: SharedClients;
  readonly rates = new SharedRates((news) => this.report(news));
  #orders: ServerOrders | undefined;
  /** Orders that came before the server could obey. */
  #early: ServerOrder[] = [];
  readonly #summons = new Deferred<StartSettings | undefined>();
  /** The parts of what is to be compiled that have come so far. */
  #parts: string[] = [];
  #decision: { readonly round: number; readonly made: Deferred<boolean> } | undefined;

  constructor(worker: Worker, welcome: (welcome: Welcome) => void) {
    this.#worker = worker;
    this.clients = new SharedClients(worker, (news) => this.report(news));
    this.#welcome = welcome;
    listenTo<Order>(process, (order) => this.#receive(order));
    worker.on('disconnect', () => this.#abandoned());
  }

  report(news: News): void {
    tell(process, news);
  }

  /** Its last message: it does not end before this is on its way. */
  failed(words: string): void {
    process.channel?.ref();
    this.report({ kind: 'failed', words });
  }

  obey(orders: ServerOrders): void {
    this.#orders = orders;
    const early = this.#early;
    this.#early = [];
    for (const order of early) this.#carryOut(order, orders);
  }

  summoned(): Promise<StartSettings | undefined> {
    process.channel?.ref();
    this.report({ kind: 'loaded' });
    return this.#summons.promise;
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
        this.report({ kind: 'pong' });
        return;
      case 'clients':
        this.clients.joined(order.clients);
        return;
      case 'adopt':
        this.clients.adopt(order.client, order.change);
        this.report({ kind: 'adopted', number: order.number });
        return;
      case 'chosen':
      case 'unconfirmed':
        this.clients.settle(order.set, order.kind === 'chosen');
        return;
      case 'counted':
        this.rates.counted(order.ask, order.verdict);
        return;
      case 'decide':
        if (this.#decision?.round === order.round) this.#decision.made.resolve(order.isActive);
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

  /** A part in a reload of all processes: nothing is active before all have compiled it. */
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
        this.report({ kind: 'prepared', round });
        return made.promise;
      },
      taken: ({ timeouts: { drainMs, hungMs } }) =>
        this.report({ kind: 'taken', round, patience: { drainMs, hungMs } }),
      refused: () => this.report({ kind: 'refused', round }),
    };
  }

  /** The supervisor has died. A server that serves stops as if it was asked to; Node.js ends one that does not. */
  #abandoned(): void {
    if (this.#orders === undefined) return;
    this.#worker.exitedAfterDisconnect = true;
    this.clients.abandon();
    this.#decision?.made.resolve(false);
    this.#orders.stop();
  }
}
