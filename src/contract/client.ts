/** What a client has chosen. An absent key means that it has chosen nothing. */
export interface ClientOptions {
  readonly shortLog?: boolean;
  readonly showErrors?: boolean;
}

/** Of a client that has chosen nothing; the same for all. */
export const NOTHING_CHOSEN: ClientOptions = Object.freeze({});

/** Who a client is. */
export interface ClientIdentity {
  /** Its IP address. */
  readonly address: string;
  /**
   * What its options are remembered by: one IPv6 client has a whole network of addresses. Undefined where a trusted proxy names
   * nobody: many can be behind that one address, and none of them is to choose for the others.
   */
  readonly key: string | undefined;
}

/** The client that a handler serves. */
export interface Client {
  readonly options: ClientOptions;
  /**
   * Resolves when the change is in force for the client's next request. Rejects with a `StoreFailure` where it could not be
   * stored, and with an `HttpError` of 403 where nobody can tell whose choice it is: a trusted proxy names no client.
   */
  set(change: ClientOptions): Promise<void>;
}

/**
 * Remembers options by client. Answers at once where it can: a promise is made only by a store
 * that has to ask another process.
 */
export interface ClientStore {
  get(client: string): ClientOptions | Promise<ClientOptions>;
  /** `waitedMs` (0): how long the exchange that makes the change has waited for this store already. */
  set(client: string, change: ClientOptions, waitedMs?: number): void | Promise<void>;
  /** Whether what it remembers is out of reach at the moment; a store that cannot be down does not say. */
  isDown?(): boolean;
}
