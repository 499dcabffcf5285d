import type { ClientStore } from '../contract/client.ts';
import type { SourceTexts } from '../manifest/load-manifest.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';
import type { ReloadAttempt } from './server/reload.ts';
import type { StartSettings } from './server/restart-settings.ts';

/** What a server process can be told to do. */
export interface ServerOrders {
  /** Finish what is being answered, then end; the second time, end at once. */
  stop(): void;
  /** As `stop`, where another process takes over: visitors must not notice. */
  retire(): void;
  /** Read the manifest anew. */
  reload(attempt: ReloadAttempt): void;
  reopenLogs(): void;
}

/** For how long a server process may be silent, by its manifest. */
export interface Patience {
  /** Until it has ended, once it was told to. */
  readonly drainMs: number;
  /** While it serves. */
  readonly hungMs: number;
}

/** What is known of a server that is ready. */
export interface ServerNews {
  readonly url: string;
  readonly settings: StartSettings;
  /** Where it listens now. */
  readonly port: number;
  readonly patience: Patience;
  readonly watch: WatchPlan;
  /** What its program was made of. */
  readonly sources: SourceTexts;
}

/** Who a server process obeys and reports to: this process's own signals, or a supervisor. */
export interface ServerControl {
  /**
   * Resolves when this process, which has read its manifest and its code, is to serve: with the settings that the server has,
   * whatever command and manifest say; undefined: as they say.
   */
  summoned(): Promise<StartSettings | undefined>;
  /** The working directory, by the name that was given (start-place.ts). */
  readonly folder: string;
  /** How many processes like this one serve together: the limits of the whole server are divided among them. */
  readonly processes: number;
  /** Another process that starts at the same time, or has started, says what there is to say of the manifest. */
  readonly quiet: boolean;
  /** The manifest is wrong, in these words: of several processes that say the same, people hear one. */
  failed(words: string): void;
  /** Other processes like this one may write the same logs, and a fatal input is told of once for all of them. */
  readonly supervised: boolean;
  /**
   * The store in memory, of this process and all others that serve: how many clients it remembers, and how long after their last
   * change. To be called shortly before the server listens: from here on, changes wait for this process too.
   */
  openClients(max: number, ttlMs: number): Promise<ClientStore>;
  /** From here on orders are carried out, first those that came already. */
  obey(orders: ServerOrders): void;
  ready(news: ServerNews): void;
  /** The policy of the manifest stops the server (S2), whoever supervises it. */
  fatal(message: string): void;
  /** The server has ended. */
  close(): void;
}
