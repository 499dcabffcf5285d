import { type ClientOptions, NOTHING_CHOSEN } from '../contract/client.ts';
import type { Command } from './redis-connection.ts';

/** What stands before the client in the names of all keys. */
const KEY_PREFIX = 'velosiped:client:';

const NAMES_BY_OPTION: Readonly<Record<keyof ClientOptions, true>> = { shortLog: true, showErrors: true };
const NAMES = Object.keys(NAMES_BY_OPTION) as readonly (keyof ClientOptions)[];

/** Where a client is kept. */
export function keyOf(client: string): string {
  return KEY_PREFIX + client;
}

/** Reads one client: of a hash that holds more, or much more, only what is ours. */
export function readCommand(client: string): readonly [Command] {
  return [['HMGET', keyOf(client), ...NAMES]];
}

/** A read whose answer does not matter: no client has this name. */
export const PROBE: readonly [Command] = readCommand('probe');

/**
 * Merges a change into what is known of a client, in one step: field by field, so that another process may change another
 * option at the same moment. Empty where nothing changes.
 */
export function changeCommands(client: string, change: ClientOptions, ttlMs: number): readonly Command[] {
  const fields = NAMES.flatMap((name) => {
    const value: unknown = change[name];
    return typeof value === 'boolean' ? [name, value ? '1' : '0'] : [];
  });
  if (fields.length === 0) return [];
  const key = keyOf(client);
  return [
    ['HSET', key, ...fields],
    ['EXPIRE', key, String(Math.ceil(ttlMs / 1000))],
  ];
}

/** Takes away what another program has left where a client should be. */
export function deleteCommand(client: string): Command {
  return ['DEL', keyOf(client)];
}

/** What the answer to `readCommand` says. `garbage`: somebody else wrote there; that option counts as not chosen. */
export function readOptions(reply: unknown): { readonly options: ClientOptions; readonly garbage: boolean } {
  if (!Array.isArray(reply) || reply.length !== NAMES.length) return { options: NOTHING_CHOSEN, garbage: true };
  const chosen: [keyof ClientOptions, boolean][] = [];
  let garbage = false;
  for (const [index, name] of NAMES.entries()) {
    const value: unknown = reply[index];
    if (value === '1' || value === '0') chosen.push([name, value === '1']);
    else if (value !== null) garbage = true;
  }
  return { options: chosen.length === 0 ? NOTHING_CHOSEN : Object.fromEntries(chosen), garbage };
}
