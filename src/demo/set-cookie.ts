import { answer, type HandlerAnswer, type SetCookie } from '../contract/answer.ts';
import { HttpError } from '../contract/http-error.ts';
import { COOKIE_OCTETS, TCHAR_MARKS, TOKEN } from '../http/grammar.ts';
import type { CookiesSet, Handlers } from './routes.gen.ts';

/**
 * `/set_cookie/=/a=1;%20b=2`: sets each of the pairs, or none of them.
 * 400 names the first pair that breaks a rule, and the rule.
 */
export const setCookie: Handlers['setCookie'] = ({ params, request }): HandlerAnswer<CookiesSet> => {
  const texts = params.pairs.split('; ');
  if (texts.length > PAIR_COUNT_MAX) {
    throw new HttpError(400, `At most ${PAIR_COUNT_MAX} cookies can be set at once, not ${texts.length}.`);
  }
  const cookies = new Map<string, SetCookie>();
  for (const [index, text] of texts.entries()) {
    const read = readPair(text, { secure: request.secure, taken: cookies });
    if (read.kind === 'broken') {
      const message = `Pair ${index + 1} of ${texts.length} cannot be set: ${read.rule}. No cookie was set.`;
      throw new HttpError(400, message, { cause: new SyntaxError(`Cookie pair ${JSON.stringify(beginningOf(text))}`) });
    }
    cookies.set(read.cookie.name, read.cookie);
  }
  const list = [...cookies.values()];
  return answer({ model: { cookies: list }, cookies: list });
};

/** The whole rest of a path is one pair if it has no separator. */
function beginningOf(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}

const SHOWN_CHARACTERS_MAX = 100;

/** RFC 6265 §6.1: what a browser keeps for one site at least, in number and in octets each. */
const PAIR_COUNT_MAX = 50;
const PAIR_BYTES_MAX = 4096;

type PairRead =
  | { readonly kind: 'pair'; readonly cookie: SetCookie }
  | { readonly kind: 'broken'; readonly rule: string };

const RULES = {
  tooLong: `a cookie has at most ${PAIR_BYTES_MAX} octets, from its name to the end of its value`,
  noEquals: 'a cookie is written name=value',
  noName: 'a cookie needs a name before its "="',
  name: `a name is made of letters, digits and ${TCHAR_MARKS}`,
  attribute: 'a name that is an attribute of cookies (such as Path or Max-Age) would only look like one here',
  prefix: 'names that begin with __Host- or __Secure- are for encrypted connections only',
  value:
    'a value is made of ASCII letters, digits and marks, without spaces, quotation marks, commas, semicolons and ' +
    'backslashes; pairs are separated by a semicolon and one space',
  // RFC 6265 §4.1.1; browsers would keep the last one, and our own reading of Cookie takes the first.
  repeated: 'a name can be set only once',
} as const;

interface PairContext {
  /** The connection is encrypted. */
  readonly secure: boolean;
  /** The pairs before this one, by name. */
  readonly taken: ReadonlyMap<string, SetCookie>;
}

function readPair(text: string, { secure, taken }: PairContext): PairRead {
  if (Buffer.byteLength(text) > PAIR_BYTES_MAX) return broken(RULES.tooLong);
  const equals = text.indexOf('=');
  if (equals <= 0) return broken(equals === 0 ? RULES.noName : RULES.noEquals);
  const name = text.slice(0, equals);
  const value = text.slice(equals + 1);
  if (!TOKEN.test(name)) return broken(RULES.name);
  if (ATTRIBUTES.has(name.toLowerCase())) return broken(RULES.attribute);
  if (!secure && PREFIXED.test(name)) return broken(RULES.prefix);
  if (taken.has(name)) return broken(RULES.repeated);
  // A value in quotation marks is refused: some readers take the marks for a part of it, and some do not.
  return COOKIE_OCTETS.test(value) ? { kind: 'pair', cookie: { name, value } } : broken(RULES.value);
}

function broken(rule: string): PairRead {
  return { kind: 'broken', rule };
}

/** Browsers compare both without regard to case (RFC 6265bis §4.1.3). */
const PREFIXED = /^__(?:host|secure)-/i;

/** RFC 6265 §4.1.1, and what browsers have added. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'domain',
  'path',
  'expires',
  'max-age',
  'secure',
  'httponly',
  'samesite',
  'partitioned',
  'priority',
]);
