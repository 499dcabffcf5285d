import type { HandlerAnswer, PlainBody } from './answer.ts';
import type { Client } from './client.ts';
import type { Request } from './request.ts';
import type { Session } from './session.ts';

/** A value for a parameter in a path. */
export type UrlValue = string | number | boolean;

/** A route's path with its parameters filled in, percent-encoded. Throws on an unknown route or a missing parameter. */
export type BuildUrl = (route: string, params?: Readonly<Record<string, UrlValue>>) => string;

/** What a handler gets: already validated and typed by the manifest. The records have no prototype. */
export interface HandlerInput<
  Params = unknown,
  Query = unknown,
  Headers = unknown,
  Cookies = unknown,
  Body = unknown,
  Url = BuildUrl,
  Context = Readonly<Record<string, unknown>>,
> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly cookies: Cookies;
  readonly body: Body;
  readonly client: Client;
  /** What the manifest's `session` keeps in the visitor's browser; without that key each use throws. */
  readonly session: Session;
  readonly request: Request;
  /** Aborted if nobody waits for the answer any more. It is made when it is first read: a copy of the input does not have it. */
  readonly signal: AbortSignal;
  /** What the guards have added, outermost first. */
  readonly context: Context;
  /** The name of the route. */
  readonly route: string;
  /** Whether an example of the manifest asks, and no visitor: what it changes should be nobody's. */
  readonly example: boolean;
  readonly url: Url;
}

/**
 * A handler returns its model, content, a `Response` or `answer({ … })`, directly or as a promise; to refuse, it throws
 * an `HttpError`.
 */
export type Handler<Input = HandlerInput, Model = unknown> = (
  input: Input,
) => Model | Returned<Model> | Promise<Model | Returned<Model>>;

type Returned<Model> = HandlerAnswer<Model> | PlainBody | Response;

/**
 * The handler of these routes. `Routes` lists by name what each route declares: `params`, `query`, `headers`,
 * `cookies`, `body`, `model`. A handler of several routes gets the input of any of them, and returns what is a model of all:
 * it cannot know which of them was asked for.
 */
export type RouteHandler<Routes, Name extends keyof Routes> = Handler<
  RouteInput<Routes, Name>,
  RouteModel<Routes, Name>
>;

/** What a route does not declare is empty. */
type Nothing = Readonly<Record<never, never>>;

type RouteInput<Routes, Name extends keyof Routes> = Name extends unknown
  ? HandlerInput<
      Declared<Routes[Name], 'params', Nothing>,
      Declared<Routes[Name], 'query', Nothing>,
      Declared<Routes[Name], 'headers', Nothing>,
      Declared<Routes[Name], 'cookies', Nothing>,
      Declared<Routes[Name], 'body', unknown>,
      RouteUrl<Routes>
    >
  : never;

/** Inference in a contravariant position turns a union into an intersection. */
type RouteModel<Routes, Name extends keyof Routes> = {
  readonly [Each in Name]: (model: Declared<Routes[Each], 'model', unknown>) => void;
}[Name] extends (model: infer Model) => void
  ? Model
  : never;

type Declared<Route, Part extends string, Otherwise> = Route extends { readonly [Key in Part]: infer Value }
  ? Value
  : Otherwise;

/** As `BuildUrl`, but an unknown route or parameter is a type error, unless its name is only known at run time. */
type RouteUrl<Routes> = <Name extends string>(
  route: Name extends keyof Routes ? Name : string extends Name ? Name : keyof Routes,
  ...params: UrlParams<Routes, Name>
) => string;

type UrlParams<Routes, Name> = string extends Name
  ? [params?: Readonly<Record<string, UrlValue>>]
  : Name extends keyof Routes
    ? ValuesOf<keyof Declared<Routes[Name], 'params', Nothing>>
    : never;

type ValuesOf<Names extends PropertyKey> = [Names] extends [never] ? [] : [params: Readonly<Record<Names, UrlValue>>];
