/** A cookie to set. It always gets `Path=/; HttpOnly; SameSite=Lax`, and `Secure` over TLS. */
export interface SetCookie {
  /** A token (RFC 6265 §4.1.1). */
  readonly name: string;
  /** Cookie-octets (RFC 6265 §4.1.1); anything else turns the answer into a 500. */
  readonly value: string;
}

export interface AnswerParts<Model> {
  /** What the route's view shows, or the JSON body of a route without a view. Absent: an empty body. */
  readonly model?: Model;
  /** Default: the route's `response.status`, else 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly SetCookie[];
}

/** What `answer()` makes. A class, so that no model can be mistaken for one. */
class HandlerAnswer<Model> {
  readonly parts: AnswerParts<Model>;

  constructor(parts: AnswerParts<Model>) {
    this.parts = parts;
  }
}
export type { HandlerAnswer };

/** What a handler returns when a plain model does not say enough: a status, headers or cookies beside it. */
export function answer<Model = never>(parts: AnswerParts<Model>): HandlerAnswer<Model> {
  return new HandlerAnswer(parts);
}

/** Tells an answer from a plain model. */
answer.is = (value: unknown): value is HandlerAnswer<unknown> => value instanceof HandlerAnswer;
