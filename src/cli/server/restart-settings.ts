import type { Program } from '../../contract/program.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { Address } from '../server-control.ts';

/** The settings that a server takes up when it starts, and keeps: by the names that they have in a manifest. */
export type RestartSettings = ReadonlyMap<string, string | number | null>;

/** What this program says of them. What the command says in its stead is left out: no manifest changes it. */
export function restartSettings({ listen, tls, logs, clients }: Program, command: ServeCommand): RestartSettings {
  return new Map<string, string | number | null>([
    ...(command.host === undefined ? [['server.host', listen.host] as const] : []),
    ...(command.port === undefined ? [['server.port', listen.port] as const] : []),
    ['server.tls', tls === undefined ? null : 'on'], // other certificates do not wait
    ['logs.access.file', logs.access.file],
    ['logs.error.file', logs.error.file],
    ['clients.store', JSON.stringify(clients.store)],
    ['clients.max', clients.max],
    ['clients.ttl', clients.ttlMs],
  ]);
}

/** The settings with which the server runs: those of its first program, but for an address that it was given. */
export function startedWith(first: Program, command: ServeCommand, address: Address | undefined): RestartSettings {
  return restartSettings({ ...first, listen: address ?? first.listen }, command);
}

/** The names of those that differ: the manifest is in force, but they wait for a restart. */
export function waitingSettings(running: RestartSettings, wanted: RestartSettings): readonly string[] {
  return [...wanted].filter(([name, value]) => running.get(name) !== value).map(([name]) => name);
}
