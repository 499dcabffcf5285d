import type { SetCookie } from '../contract/answer.ts';
import type { Handler, HandlerInput } from '../contract/handler.ts';

/** What routes.yaml says of each handler: the values it gets, and the model that its view shows. Written by hand. */
export interface Handlers {
  readonly divide: Handler<Input<{ readonly dividend: number; readonly divisor: number }>, Quotient>;
  /** `pairs` is the rest of the path after its one percent-decoding. */
  readonly setCookie: Handler<Input<{ readonly pairs: string }>, CookiesSet>;
  readonly shortLog: Handler<Input<{ readonly state: 0 | 1 }>, Switch>;
  readonly showErrors: Handler<Input<{ readonly state: 0 | 1 }>, Switch>;
  /** Shows no view: its answer is a redirection. */
  readonly submitForm: Handler<Input<{ readonly route: string }>, never>;
}

/** Shown by the view `quotient`. */
export interface Quotient {
  readonly dividend: number;
  readonly divisor: number;
  /** Already rounded to what people are shown. */
  readonly quotient: string;
}

/** Shown by the view `cookiesSet`. */
export interface CookiesSet {
  readonly cookies: readonly SetCookie[];
}

/** Shown by the views `logDetail` and `errorDetail`. */
export interface Switch {
  readonly on: boolean;
}

/** No route of the demo declares a query, headers, cookies or a body. */
type Input<Params> = HandlerInput<Params, Undeclared, Undeclared, Undeclared, unknown>;
type Undeclared = Readonly<Record<string, never>>;
