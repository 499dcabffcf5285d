import type { HandlerAnswer } from './answer.ts';
import type { Client } from './client.ts';
import type { Request } from './request.ts';

/** A route's path with its parameters filled in, percent-encoded. Throws on an unknown route or a missing parameter. */
export type BuildUrl = (route: string, params?: Readonly<Record<string, string | number | boolean>>) => string;

/** What a handler gets: already validated and typed by the manifest. The records have no prototype. */
export interface HandlerInput<Params = unknown, Query = unknown, Headers = unknown, Cookies = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly cookies: Cookies;
  readonly body: Body;
  readonly client: Client;
  readonly request: Request;
  readonly url: BuildUrl;
}

/** A handler returns its model, or `answer({ … })`, plainly or as a promise; to refuse, it throws an `HttpError`. */
export type Handler<Input = HandlerInput, Model = unknown> = (
  input: Input,
) => Model | HandlerAnswer<Model> | Promise<Model | HandlerAnswer<Model>>;
