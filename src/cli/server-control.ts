import type { ClientStore } from '../contract/client.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a server process can be told to do. */
export interface ServerOrders {
  /** Finish what is being answered, then end; the second time, end at once. */
  stop(): void;
  /** As `stop`, where another process takes over: visitors must not notice. */
  retire(): void;
  /** Read the manifest anew. */
  reload(): void;
  reopenLogs(): void;
}

/** What is known of a server that is ready. */
export interface ServerNews {
  readonly url: string;
  /** What it was told to listen on; port 0 takes a free one. */
  readonly asked: Address;
  readonly port: number;
  readonly clientsMax: number;
  readonly watch: WatchPlan;
}

/** Who a server process obeys and reports to: this process's own signals, or a supervisor. */
export interface ServerControl {
  /** Where to listen, whatever command and manifest say; undefined: as they say. */
  readonly address: Address | undefined;
  /** The store in memory: how many clients it remembers, and how long after their last change. */
  openClients(max: number, ttlMs: number): ClientStore;
  /** From here on orders are carried out, first those that came already. */
  obey(orders: ServerOrders): void;
  ready(news: ServerNews): void;
  /** The manifest was read again; whether it is in force does not matter. */
  reloaded(watch: WatchPlan): void;
  /** The policy of the manifest stops the server (S2), whoever supervises it. */
  fatal(): void;
}
