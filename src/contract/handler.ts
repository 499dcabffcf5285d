import type { HandlerAnswer, PlainBody } from './answer.ts';
import type { Client } from './client.ts';
import type { Request } from './request.ts';
import type { Session } from './session.ts';

/** A value for a parameter in a path. */
export type UrlValue = string | number | boolean;

/** A route's path with its parameters filled in, percent-encoded. Throws on an unknown route or a missing parameter. */
export type BuildUrl = (route: string, params?: Readonly<Record<string, UrlValue>>) => string;

/** What handlers and guards get of a request. The records have no prototype. */
export interface RequestInput<Params, Context, Route, Url> {
  /** The parameters of the route's path; a guard gets them as texts. */
  readonly params: Params;
  readonly request: Request;
  readonly client: Client;
  /** What the manifest's `session` keeps in the visitor's browser; without that key each use throws. */
  readonly session: Session;
  /** Aborted if nobody waits for the answer any more. It is made when it is first read: a copy of a handler's input does not have it. */
  readonly signal: AbortSignal;
  /** What the guards before have added, outermost first. */
  readonly context: Context;
  /** The name of the route that answers. */
  readonly route: Route;
  /** Whether an example of the manifest asks, and no visitor: what it changes should be nobody's. */
  readonly example: boolean;
  readonly url: Url;
}

/** What a handler gets: already validated and typed by the manifest. */
export interface HandlerInput<
  Params = unknown,
  Query = unknown,
  Headers = unknown,
  Cookies = unknown,
  Body = unknown,
  Url = BuildUrl,
  Context = Readonly<Record<string, unknown>>,
> extends RequestInput<Params, Context, string, Url> {
  readonly query: Query;
  readonly headers: Headers;
  readonly cookies: Cookies;
  readonly body: Body;
}

/**
 * A handler returns its model, content, a `Response` or `answer({ … })`, directly or as a promise; to refuse, it throws
 * an `HttpError`.
 */
export type Handler<Input = HandlerInput, Model = unknown> = (
  input: Input,
) => Model | Returned<Model> | Promise<Model | Returned<Model>>;

type Returned<Model> = HandlerAnswer<Model> | PlainBody | Response;
