import type { RedisAddress } from '../../contract/client-settings.ts';
import { guarded } from '../../http/guarded.ts';
import { percentDecode } from '../../http/percent-coding.ts';

/** The form of a URL, for people. */
const REDIS_URL_FORM = 'redis://USER:PASSWORD@HOST:PORT/DATABASE';

/** Where a URL leads, or which rule it breaks. The rule quotes nothing of the URL. */
export type RedisUrl =
  | { readonly kind: 'address'; readonly address: RedisAddress }
  | { readonly kind: 'wrong'; readonly rule: string };

const PORT_DEFAULT = 6379;

/**
 * `redis://user:password@host:port/database`, or `rediss://` over TLS. Narrower than RFC 3986: a "?" or "#" is most likely a
 * part of a password that should have been percent-encoded, and would end the host where the password begins.
 */
export function readRedisUrl(text: string): RedisUrl {
  if (/\s/.test(text)) return wrong('it must have no blanks');
  if (/[?#]/.test(text))
    return wrong('a "?" or "#" in the password is written %3F or %23, and nothing follows the database');
  const url = guarded(() => new URL(text));
  if (url === undefined)
    return wrong(`it must be ${REDIS_URL_FORM}; other characters of the password are percent-encoded`);
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined)
    return wrong('a "/" in the password is written %2F, and what follows the host is a number: the database');
  if (url.hostname === '') return wrong(`it must name a host: ${REDIS_URL_FORM}`);
  const [username, password] = [percentDecode(url.username), percentDecode(url.password)];
  if (username === undefined || password === undefined) return wrong('a "%" in the password is written %25');
  return {
    kind: 'address',
    address: {
      tls: url.protocol === 'rediss:',
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? PORT_DEFAULT : Number(url.port),
      database: Number(database),
      username: username === '' ? undefined : username,
      password: password === '' ? undefined : password,
    },
  };
}

function wrong(rule: string): RedisUrl {
  return { kind: 'wrong', rule };
}
