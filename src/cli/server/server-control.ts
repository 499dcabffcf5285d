import type { ClientStore } from '../../contract/client.ts';
import type { Timeouts } from '../../contract/program.ts';
import type { RateLimits } from '../../contract/rate-limits.ts';
import type { SourceTexts } from '../../manifest/load-manifest.ts';
import type { WatchPlan } from '../../manifest/watch-manifest.ts';
import type { ReloadAttempt } from './reload.ts';
import type { StartSettings } from './restart-settings.ts';

/** The orders for a server process. */
export interface ServerOrders {
  /** Finish what is being answered, then end; the second time, end at once. */
  stop(): void;
  /** As `stop`, but another process takes over: visitors must not notice. */
  retire(): void;
  /** Read the manifest again. */
  reload(attempt: ReloadAttempt): void;
  reopenLogs(): void;
}

/** For how long a server process can be silent, by its manifest: until it has ended, once it was stopped, and while it serves. */
export type Patience = Pick<Timeouts, 'drainMs' | 'hungMs'>;

/** What is known of a server that is ready. */
export interface ServerNews {
  readonly url: string;
  readonly settings: StartSettings;
  /** Where it listens now. */
  readonly port: number;
  readonly patience: Patience;
  readonly watch: WatchPlan;
  /** Identifies what its program was made of. */
  readonly sources: SourceTexts;
}

/** Gives orders to a server process and gets its reports: this process's own signals, or a supervisor. */
export interface ServerControl {
  /** Resolves if this process is told to end while it reads its manifest and its code: there is nothing to finish yet. */
  readonly interrupted: Promise<'interrupted'>;
  /**
   * Resolves when this process, which has read its manifest and its code, should serve: with the settings that the server has,
   * whatever command and manifest say; undefined: as they say.
   */
  summoned(): Promise<StartSettings | undefined>;
  /** The working directory, by the name that was given (start-place.ts). */
  readonly folder: string;
  /** How many processes like this one serve together: they share the limits of the whole server. */
  readonly processes: number;
  /** Another process that starts at the same time, or has started, prints the warnings of the manifest. */
  readonly quiet: boolean;
  /** The manifest is wrong, in these words: if several processes say the same, it is printed once. */
  failed(words: string): void;
  /**
   * Whose this process is: the server's alone; a supervisor's, so that others like it may write the same logs, and a fatal input is
   * reported once for all of them; or a caller's, whose own tests run in it.
   */
  readonly role: 'alone' | 'supervised' | 'hosted';
  /**
   * The store in memory of this process and all others that serve: how many clients it remembers, and how long after their last
   * change. Call it shortly before the server listens: from here on, changes wait for this process too.
   */
  openClients(max: number, ttlMs: number): Promise<ClientStore>;
  /** Counts the requests of clients, for this process and all others that serve. */
  readonly rates: RateLimits;
  /** From here on orders are carried out, first those that have come already. */
  obey(orders: ServerOrders): void;
  ready(news: ServerNews): void;
  /** The policy of the manifest stops the server, whatever supervises it. */
  fatal(message: string): void;
  close(): void;
}
