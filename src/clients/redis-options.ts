import { type ClientOptions, NOTHING_CHOSEN } from '../contract/client.ts';
import type { Command } from './redis-connection.ts';

/** The beginning of all keys' names, before the client. */
const KEY_PREFIX = 'velosiped:client:';

const NAMES_BY_OPTION: Readonly<Record<keyof ClientOptions, true>> = { shortLog: true, showErrors: true };
const NAMES = Object.keys(NAMES_BY_OPTION) as readonly (keyof ClientOptions)[];

/** The field that each change gives a new value. */
const VERSION = 'version';
/** The version of a client that nobody has changed yet. */
export const NO_VERSION = '';

/** The key of a client. */
export function keyOf(client: string): string {
  return KEY_PREFIX + client;
}

/** Reads one client: if the hash holds more, only our fields. */
export function readCommand(client: string): Command {
  return ['HMGET', keyOf(client), ...NAMES, VERSION];
}

/** A read whose answer does not matter: no client has this name. */
export const PROBE: Command = readCommand('probe');

/**
 * Merges a change into what is known of a client, if its version is still the expected one; returns the version after
 * that. So a change that arrives late does nothing if another one has overtaken it, and one that arrives twice counts
 * once. What is not a hash is not ours, and is replaced.
 */
const CHANGE = `
local read = redis.pcall('HMGET', KEYS[1], '${VERSION}')
if read.err and not read.err:find('WRONGTYPE', 1, true) then return read end
local version = read[1] or ''
if #version ~= 36 or version:find('[^0-9a-f-]') then version = '' end
if version ~= ARGV[1] then return version end
if read.err then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], '${VERSION}', ARGV[2], unpack(ARGV, 4))
redis.call('EXPIRE', KEYS[1], ARGV[3])
return ARGV[2]`;

/** The fields that a change sets, and their values. Empty if nothing changes. */
export function fieldsOf(change: ClientOptions): readonly string[] {
  return NAMES.flatMap((name) => {
    const value: unknown = change[name];
    return typeof value === 'boolean' ? [name, value ? '1' : '0'] : [];
  });
}

export interface ChangeParts {
  readonly fields: readonly string[];
  readonly ttlMs: number;
  /** The change counts only if this is the version. */
  readonly expected: string;
  readonly version: string;
}

/** Changes one client. The answer is the version after that. */
export function changeCommand(client: string, { fields, ttlMs, expected, version }: ChangeParts): Command {
  return ['EVAL', CHANGE, '1', keyOf(client), expected, version, String(Math.ceil(ttlMs / 1000)), ...fields];
}

/** What Redis holds of a client. */
export interface ClientState {
  readonly options: ClientOptions;
  /** The version of the last change. */
  readonly version: string;
}

/** What the answer to `readCommand` says. `garbage`: another program wrote there; that option counts as not chosen. */
export function readState(reply: unknown): ClientState & { readonly garbage: boolean } {
  if (!Array.isArray(reply) || reply.length !== NAMES.length + 1) {
    return { options: NOTHING_CHOSEN, version: NO_VERSION, garbage: true };
  }
  const chosen: [keyof ClientOptions, boolean][] = [];
  let garbage = false;
  for (const [index, name] of NAMES.entries()) {
    const value: unknown = reply[index];
    if (value === '1' || value === '0') chosen.push([name, value === '1']);
    else if (value !== null) garbage = true;
  }
  const options = chosen.length === 0 ? NOTHING_CHOSEN : Object.fromEntries(chosen);
  return { options, version: versionIn(reply[NAMES.length]), garbage };
}

/** The script ignores the same versions that are not ours. */
export function versionIn(value: unknown): string {
  return typeof value === 'string' && /^[\da-f-]{36}$/.test(value) ? value : NO_VERSION;
}
