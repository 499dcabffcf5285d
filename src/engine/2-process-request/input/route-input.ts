import type { HandlerInput } from '../../../contract/handler.ts';
import type { Asker } from '../asker.ts';

/** What a handler gets. A class, so that a request whose handler does not ask for the signal does not pay for it. */
export class RouteInput implements HandlerInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly cookies: unknown;
  readonly body: unknown;
  readonly client: Asker;
  readonly session: HandlerInput['session'];
  readonly request: HandlerInput['request'];
  readonly context: HandlerInput['context'];
  readonly route: string;
  readonly example: HandlerInput['example'];
  readonly url: HandlerInput['url'];

  constructor(parts: Omit<HandlerInput, 'signal' | 'client'> & { readonly client: Asker }) {
    this.params = parts.params;
    this.query = parts.query;
    this.headers = parts.headers;
    this.cookies = parts.cookies;
    this.body = parts.body;
    this.client = parts.client;
    this.session = parts.session;
    this.request = parts.request;
    this.context = parts.context;
    this.route = parts.route;
    this.example = parts.example;
    this.url = parts.url;
  }

  get signal(): AbortSignal {
    return this.client.signal;
  }
}
