/** As for `HttpError`: a copy of this file makes the same errors. */
const STORE_FAILURE = Symbol.for('velosiped.store-failure');

/**
 * What `client.set` rejects with: the change could not be stored, or it is unknown whether it was. A handler that lets it through
 * answers 503. Its words are for error.log and for a client with show_errors on, and hold no secret; it has no cause, which could.
 */
export class StoreFailure extends Error {
  readonly [STORE_FAILURE] = true;

  constructor(why: string) {
    super(why);
    this.name = 'StoreFailure';
  }

  static is(value: unknown): value is StoreFailure {
    return typeof value === 'object' && value !== null && STORE_FAILURE in value;
  }
}
