import type { FieldLine, Request } from '../../contract/request.ts';
import { parseQuery, valuesInQuery } from '../../http/parse-form.ts';
import type { Framing } from './choose-framing.ts';
import { parseCookies } from './parse-cookies.ts';
import type { RequestLine } from './read-request-line.ts';

const EMPTY = new Uint8Array(0);

/** How to find out whether a request came over TLS. */
export interface Scheme {
  /** Whether its connection did. */
  readonly secure: boolean;
  /** Where a proxy can say so, its fields decide how the client came. */
  isSecure?(fieldLines: readonly FieldLine[]): boolean;
}

/** The dictionary of one request. What few requests need is decoded when it is first asked for. */
export class ReceivedRequest implements Request {
  readonly fieldLines: readonly FieldLine[];
  readonly persistent: boolean;
  readonly expectsContinue: boolean;
  readonly secure: boolean;
  body: Uint8Array = EMPTY;
  readonly #line: RequestLine;
  #headers: ReadonlyMap<string, string> | undefined;
  #cookies: ReadonlyMap<string, string> | undefined;
  #query: ReadonlyMap<string, string> | undefined;

  constructor(line: RequestLine, fieldLines: readonly FieldLine[], framing: Framing, scheme: Scheme) {
    this.#line = line;
    this.fieldLines = fieldLines;
    this.persistent = framing.persistent;
    this.expectsContinue = framing.expectsContinue;
    this.secure = scheme.isSecure?.(fieldLines) ?? scheme.secure;
  }

  get method(): string {
    return this.#line.method;
  }

  get target(): string {
    return this.#line.target;
  }

  get version(): string {
    return this.#line.version;
  }

  get path(): string {
    return this.#line.path;
  }

  get headers(): ReadonlyMap<string, string> {
    this.#headers ??= combineFields(this.fieldLines);
    return this.#headers;
  }

  get cookies(): ReadonlyMap<string, string> {
    this.#cookies ??= parseCookies(this.fieldLines);
    return this.#cookies;
  }

  get queryString(): string {
    return this.#line.query;
  }

  queryAll(name: string): readonly string[] {
    return valuesInQuery(this.#line.query, name);
  }

  get query(): ReadonlyMap<string, string> {
    this.#query ??= parseQuery(this.#line.query);
    return this.#query;
  }
}

/** Field lines of one name become one value (RFC 9110 §5.2); Cookie has its own separator (RFC 9113 §8.2.3). */
function combineFields(fieldLines: readonly FieldLine[]): ReadonlyMap<string, string> {
  const combined = new Map<string, string>();
  for (const [name, value] of fieldLines) {
    const key = name.toLowerCase();
    const before = combined.get(key);
    combined.set(key, before === undefined ? value : `${before}${key === 'cookie' ? '; ' : ', '}${value}`);
  }
  return combined;
}
