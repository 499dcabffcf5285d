import { createHmac, randomBytes } from 'node:crypto';
import type { Admission, Guard } from '../../contract/gates.ts';
import { HttpError } from '../../contract/http-error.ts';
import type { BasicAuth } from '../3-resolve/site.ts';
import { BcryptThread } from './bcrypt-thread.ts';

/** How long credentials that were right need no new look at their hash. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 1000;
/** Of bcrypt: what is behind them would not count. */
const PASSWORD_BYTES_MAX = 72;

/** One for the process: it works on one password at a time. */
const thread = new BcryptThread();

/**
 * `velosiped:basicAuth`: the Basic scheme (RFC 7617) with the users of a file. A user adds `user`, the name, to the context. Names that no
 * user has take as long as those of users, and nothing here keeps a password.
 */
export function createBasicAuth({ realm, passwords }: BasicAuth, nowMs = () => performance.now()): Guard {
  const key = randomBytes(32);
  const macOf = (text: string) => createHmac('sha256', key).update(text).digest();
  const untilMs = new Map<string, number>();
  const hashes = passwords.size === 0 ? [NOBODYS] : [...passwords.values()];

  const remember = (mac: string): void => {
    untilMs.delete(mac);
    untilMs.set(mac, nowMs() + REMEMBERED_MS);
    const [oldest] = untilMs.keys();
    if (untilMs.size > REMEMBERED_MAX && oldest !== undefined) untilMs.delete(oldest);
  };

  const verify = async (user: string, password: string, mac: string): Promise<Admission> => {
    const own = passwords.get(user);
    // A name always meets the same hash: costs can differ, and chance would show that nobody has it.
    const hash = own ?? hashes[macOf(user).readUInt32BE(0) % hashes.length] ?? NOBODYS;
    const compared = await thread.compare(password, hash);
    if (compared.kind === 'busy') throw busy();
    if (compared.kind !== 'same' || own === undefined) throw unauthorized(realm);
    remember(mac);
    return { context: { user } };
  };

  return ({ request }) => {
    const given = readCredentials(request.headers.get('authorization'));
    if (given === undefined) throw unauthorized(realm);
    const { user, password } = given;
    const mac = macOf(`${user}:${password}`).toString('base64');
    return nowMs() < (untilMs.get(mac) ?? 0) ? { context: { user } } : verify(user, password, mac);
  };
}

/** Has the usual cost, and belongs to a password that was thrown away. */
const NOBODYS = '$2b$10$.tgfYeMIucCvYa9hD.LpP.1lZAKHz5M3C1Gz0ApFh8X41GmZUAyE.';

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** undefined: there are none, or they are malformed, or no user can have them. */
function readCredentials(field: string | undefined): Credentials | undefined {
  const [, token] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(field ?? '') ?? [];
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [user, password] = [text.slice(0, colon), text.slice(colon + 1)];
  const isOdd = colon < 1 || /[\p{Cc}\uFFFD]/u.test(text) || Buffer.byteLength(password) > PASSWORD_BYTES_MAX;
  return isOdd ? undefined : { user, password };
}

function unauthorized(realm: string): HttpError {
  const headers = { 'WWW-Authenticate': `Basic realm="${realm}", charset="UTF-8"` };
  return new HttpError(401, 'Please log in with your name and your password.', { headers });
}

function busy(): HttpError {
  const message = 'Too many visitors are logging in at the moment. Please try again in a few seconds.';
  return new HttpError(503, message, { headers: { 'Retry-After': '5' } });
}
