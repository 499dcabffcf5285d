import type { ReadHop } from './hop.ts';
import type { FieldLine } from './request.ts';

/** What a client has chosen. An absent key means that it has chosen nothing. */
export interface ClientOptions {
  readonly shortLog?: boolean;
  readonly showErrors?: boolean;
}

/** Of a client that has chosen nothing; the same object for all. */
export const NOTHING_CHOSEN: ClientOptions = Object.freeze({});

/** The identity of a client. */
export interface ClientIdentity {
  /** Its IP address. */
  readonly address: string;
  /**
   * The key under which its options are remembered: one IPv6 client has a whole network of addresses. Undefined where a trusted
   * proxy names nobody: many can be behind that one address, and none of them chooses for the others.
   */
  readonly key: string | undefined;
}

/** What is found out once about the peer of a connection. */
export interface KnownPeer {
  readonly identity: ClientIdentity;
  /** The client of requests in which the proxy names nobody. */
  readonly nobody: ClientIdentity;
  trusted: boolean;
  /** Decides whether the peer is trusted: a reload can replace it. */
  readHop: ReadHop | undefined;
  /** For whom it asks in the request whose head is just whole. Found with the scheme: to find it again when the request is answered takes 2 µs. */
  asked: { readonly fieldLines: readonly FieldLine[]; readonly address: string; readonly named: boolean } | undefined;
}

/** The client that a handler serves. */
export interface Client {
  /** Its IP address: that of the connection, or the one that a trusted proxy names. It is not shown where a client is shown as a whole. */
  readonly address: string;
  readonly options: ClientOptions;
  /**
   * Resolves when the change is active for the client's next request. Rejects with a `StoreFailure` if it could not be
   * stored, and with an `HttpError` of 403 if it is unknown whose choice it is: a trusted proxy names no client.
   */
  set(change: ClientOptions): Promise<void>;
}

/**
 * Remembers options by client. Answers at once if it can: only a store that must ask
 * another process returns a promise.
 */
export interface ClientStore {
  get(client: string): ClientOptions | Promise<ClientOptions>;
  /** `waitedMs` (0): how long the exchange that makes the change has waited for this store already. */
  set(client: string, change: ClientOptions, waitedMs?: number): void | Promise<void>;
  /** Whether it is out of reach at the moment; a store that cannot be down does not have this. */
  isDown?(): boolean;
}
