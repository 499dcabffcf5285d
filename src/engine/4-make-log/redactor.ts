import type { Redaction } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { REDACTED, Secrets } from './secrets.ts';

/** The redactor of a log; made once for each setting. */
export function redactorOf(redaction: Redaction): Redactor {
  const known = REDACTORS.get(redaction);
  if (known !== undefined) return known;
  const made = new Redactor(redaction);
  REDACTORS.set(redaction, made);
  return made;
}

const REDACTORS = new WeakMap<Redaction, Redactor>();

/** Keeps the values of some header fields and cookies out of a log's lines (`logs.access.redact`, `logs.error.redact`). */
export class Redactor {
  readonly #redaction: Redaction;
  readonly #someCookies: boolean;
  readonly #allCookies: boolean;
  /** A name's length tells it from nearly all others, without a copy of it in lower case. */
  readonly #lengths: ReadonlySet<number>;
  /** Lines of a head whose values go, and Cookie lines of which a part goes. */
  readonly #hiddenLines: RegExp | undefined;

  constructor(redaction: Redaction) {
    const { headers, cookies } = redaction;
    this.#redaction = redaction;
    this.#allCookies = headers.has(COOKIE);
    this.#someCookies = cookies.size > 0 && !this.#allCookies;
    const names = [...headers, ...(this.#someCookies ? [COOKIE] : [])];
    this.#lengths = new Set(names.map(({ length }) => length));
    this.#hiddenLines = names.length === 0 ? undefined : linesOf(names);
  }

  /** The value of a header field as it may be logged. */
  field(name: string, value: string): string {
    if (!this.#lengths.has(name.length)) return value;
    const key = name.toLowerCase();
    if (this.#redaction.headers.has(key)) return REDACTED;
    return key === COOKIE ? this.#cookiePairs(value) : value;
  }

  /** The value of a cookie as it may be logged: of a field that goes no part may stay. */
  cookie(name: string, value: string): string {
    return this.#allCookies || (this.#someCookies && this.#redaction.cookies.has(name)) ? REDACTED : value;
  }

  /** The first bytes of a request that could not be read: what looks like a line of such a field keeps its name alone. */
  raw(text: string): string {
    if (this.#hiddenLines === undefined) return text;
    return text.replace(this.#hiddenLines, (_line, name: string, value: string) => {
      const isCookie = this.#someCookies && name.replace(/^[^!-~]*/, '').toLowerCase() === COOKIE;
      const shown = isCookie ? this.#cookiePairs(value.replace(/^[ \t]*:?/, '')) : ` ${REDACTED}`;
      return `${name}:${shown}${!isCookie && value.endsWith('\r') ? '\r' : ''}`;
    });
  }

  /** What texts that may quote the request must not show: errors', mostly. */
  secretsIn(fieldLines: readonly FieldLine[]): Secrets {
    const secrets = new Set<string>();
    for (const [name, value] of fieldLines) {
      if (!this.#lengths.has(name.length)) continue;
      const key = name.toLowerCase();
      // RFC 9110 §11.4: credentials are a scheme, and what has to be kept secret behind it.
      if (this.#redaction.headers.has(key)) {
        secrets.add(value);
        secrets.add(value.slice(value.indexOf(' ') + 1));
      }
      if (key !== COOKIE) continue;
      for (const pair of value.split(';')) {
        if (!this.#allCookies && !this.#hidesPair(pair)) continue;
        const cookie = pair.slice(pair.indexOf('=') + 1).trim();
        secrets.add(cookie);
        // RFC 6265 §4.1.1: a value can be in quotation marks.
        secrets.add(cookie.replace(/^"|"$/g, ''));
      }
    }
    return secrets.size === 0 ? NO_SECRETS : new Secrets(secrets);
  }

  #cookiePairs(value: string): string {
    const pairs = value.split(';');
    return pairs.map((pair) => (this.#hidesPair(pair) ? hidePair(pair) : pair)).join(';');
  }

  #hidesPair(pair: string): boolean {
    const equals = pair.indexOf('=');
    return equals >= 0 && this.#redaction.cookies.has(pair.slice(0, equals).trim());
  }
}

const COOKIE = 'cookie';

const NO_SECRETS = new Secrets([]);

function hidePair(pair: string): string {
  const lineEnd = /\r?\n?$/.exec(pair)?.[0] ?? '';
  return `${pair.slice(0, pair.indexOf('=') + 1)}${REDACTED}${lineEnd}`;
}

/**
 * A name at the beginning of a line, and the rest of that line with those that continue it (RFC 9112 §5.2). The
 * request was refused, so neither colon nor line ends need be right: a lone CR begins a line, and ends no value.
 */
function linesOf(names: readonly string[]): RegExp {
  const anyOf = names.map((name) => name.replace(/[\^$.*+|]/g, '\\$&')).join('|');
  const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
  return new RegExp(`((?:^|[\\r\\n])[^\\r\\n!-~]*(?:${anyOf})(?!${token}))([^\\n]*(?:\\n[ \\t][^\\n]*)*)`, 'gi');
}
