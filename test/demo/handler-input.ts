import type { ClientOptions } from '../../src/contract/client.ts';
import type { BuildUrl, HandlerInput } from '../../src/contract/handler.ts';

/** What a case says of its request; the rest is that of a plain GET without fields. */
export interface InputParts<Params> {
  readonly params: Params;
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  readonly secure?: boolean;
  readonly setOptions?: (change: ClientOptions) => Promise<void>;
  readonly url?: BuildUrl;
}

type Input<Params> = HandlerInput<Params, NoValues, NoValues, NoValues, unknown>;
type NoValues = Readonly<Record<string, never>>;

/** What a handler is called with, as the engine hands it over. */
export function makeInput<Params>(parts: InputParts<Params>): Input<Params> {
  const { method = 'GET', secure = false, setOptions = async () => {}, url = noUrl } = parts;
  return {
    params: parts.params,
    query: Object.create(null),
    headers: Object.create(null),
    cookies: Object.create(null),
    body: undefined,
    client: { address: '192.0.2.1', options: {}, set: setOptions },
    session: { get: () => undefined, set: () => {}, clear: () => {} },
    request: {
      method,
      target: '/',
      version: '1.1',
      fieldLines: parts.headers ?? [],
      headers: new Map(parts.headers),
      persistent: true,
      expectsContinue: false,
      path: '/',
      queryString: '',
      queryAll: () => [],
      query: new Map(parts.query),
      cookies: new Map(),
      body: parts.body ?? new Uint8Array(),
      secure,
    },
    context: Object.create(null),
    signal: new AbortController().signal,
    route: 'test',
    example: false,
    url,
  };
}

function noUrl(): never {
  throw new Error('this handler asks for no URL');
}
