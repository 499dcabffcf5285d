/** As for answers: a copy of this file makes the same errors. */
const HTTP_ERROR = Symbol.for('velosiped.http-error');

export interface HttpErrorOptions {
  /** Header fields of the answer, such as WWW-Authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is wrong with which field, in a sentence each: by the name of a parameter or a form field, or by a JSON Pointer into the body. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Members of the problem for programs, besides the usual ones (RFC 9457 §3.2); `status` is always that of the answer. */
  readonly problem?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * A handler's refusal: the status and the words that the visitor reads.
 * The cause's message is shown only to a client with show_errors on; error.log gets all of it.
 */
export class HttpError extends Error {
  readonly [HTTP_ERROR] = true;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly problem: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, messageForPeople: string, options: HttpErrorOptions = {}) {
    super(messageForPeople, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'HttpError';
    this.status = status;
    this.headers = options.headers;
    this.fields = options.fields;
    this.problem = options.problem;
  }

  static is(value: unknown): value is HttpError {
    return typeof value === 'object' && value !== null && HTTP_ERROR in value;
  }
}
