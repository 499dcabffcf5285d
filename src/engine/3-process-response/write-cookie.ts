import type { SetCookie } from '../../contract/answer.ts';
import { COOKIE_VALUE, TOKEN } from '../../http/grammar.ts';
import { httpDateOf } from '../../http/http-date.ts';
import { isText } from './write-fields.ts';

/** A cookie as its field value, or why it must not be sent: an attribute could break out of it, or no browser would take it. */
export type WrittenCookie =
  | { readonly kind: 'cookie'; readonly text: string }
  | { readonly kind: 'unsafe'; readonly reason: string };

const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['name', 'value', 'maxAge', 'expires', 'path', 'domain', 'sameSite', 'secure', 'httpOnly'],
]);

/** path-value (RFC 6265 §4.1.1), from its first slash on. */
const PATH = /^\/[\x20-\x3a\x3c-\x7e]*$/;
/** A name of labels; a leading dot would be ignored (RFC 6265 §5.2.3). */
const DOMAIN = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;
const SAME_SITE: ReadonlyMap<unknown, string> = new Map([
  ['strict', 'Strict'],
  ['lax', 'Lax'],
  ['none', 'None'],
]);

/** Writes one cookie (RFC 6265 §4.1); what it does not say is `Path=/; HttpOnly; SameSite=Lax`, and `Secure` over TLS. */
export function writeCookie(cookie: SetCookie, secureConnection: boolean): WrittenCookie {
  const { name, value, path = '/', domain, sameSite = 'lax', secure = secureConnection, httpOnly = true } = cookie;
  if (!isText(name) || !TOKEN.test(name)) return unsafe(`the cookie name ${JSON.stringify(name)} is not a token`);
  const wrong = (what: string): WrittenCookie => unsafe(`the cookie ${name} has ${what}`);
  if (!isText(value) || !COOKIE_VALUE.test(value)) return wrong(`an invalid value: ${JSON.stringify(value)}`);
  const unknown = Object.keys(cookie).find((key) => !ATTRIBUTES.has(key));
  if (unknown !== undefined) return wrong(`an unknown attribute: ${JSON.stringify(unknown)}`);
  if (!isText(path) || !PATH.test(path)) return wrong(`an invalid path: ${JSON.stringify(path)}`);
  if (domain !== undefined && (!isText(domain) || !DOMAIN.test(domain))) {
    return wrong(`an invalid domain: ${JSON.stringify(domain)}`);
  }
  if (typeof secure !== 'boolean' || typeof httpOnly !== 'boolean') {
    return wrong('a "secure" or "httpOnly" that is neither true nor false');
  }
  const site = SAME_SITE.get(isText(sameSite) ? sameSite.toLowerCase() : undefined);
  if (site === undefined) return wrong(`a sameSite that is neither strict, lax nor none: ${JSON.stringify(sameSite)}`);
  if (site === 'None' && !secure) return wrong('sameSite: none, but no secure: true');
  const life = lifeOf(cookie);
  if (life === undefined)
    return wrong('a maxAge that is not a whole number of seconds, or an expires that is not a Date');
  const scope = `Path=${path}${domain === undefined ? '' : `; Domain=${domain}`}`;
  const flags = `${httpOnly ? '; HttpOnly' : ''}; SameSite=${site}${secure ? '; Secure' : ''}`;
  return { kind: 'cookie', text: `${name}=${value}; ${scope}${life}${flags}` };
}

function lifeOf({ maxAge, expires }: SetCookie): string | undefined {
  if (maxAge !== undefined && !Number.isSafeInteger(maxAge)) return undefined;
  if (expires !== undefined && !(expires instanceof Date && Number.isFinite(expires.getTime()))) return undefined;
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return expires === undefined ? age : `${age}; Expires=${httpDateOf(expires.getTime())}`;
}

function unsafe(reason: string): WrittenCookie {
  return { kind: 'unsafe', reason };
}
