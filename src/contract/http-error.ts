/** As for answers: a copy of this file makes the same errors. */
const HTTP_ERROR = Symbol.for('velosiped.http-error');

/**
 * A handler's refusal: the status and the words that the visitor reads.
 * The cause's message is shown only to a client with show_errors on; error.log gets all of it.
 */
export class HttpError extends Error {
  readonly [HTTP_ERROR] = true;
  readonly status: number;

  constructor(status: number, messageForPeople: string, options?: { readonly cause?: unknown }) {
    super(messageForPeople, options);
    this.name = 'HttpError';
    this.status = status;
  }

  static is(value: unknown): value is HttpError {
    return typeof value === 'object' && value !== null && HTTP_ERROR in value;
  }
}
