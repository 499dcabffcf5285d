import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Program } from '../../contract/program.ts';
import type { ServeCommand } from '../parse-command.ts';

/** What a server takes from its first manifest and keeps. Later processes get it from earlier ones, and no manifest changes it. */
export interface StartSettings {
  /** Port 0 takes a free one. */
  readonly listen: Program['listen'];
  /** A secret. Another certificate is not another setting. */
  readonly tls: Program['tls'];
  readonly accessLog: string | null;
  readonly errorLog: string | null;
  readonly clients: ClientSettings;
}

/** What the first process of a server starts with. */
export function startSettings({ listen, tls, logs, clients }: Program, { host, port }: ServeCommand): StartSettings {
  return {
    listen: { host: host ?? listen.host, port: port ?? listen.port },
    tls,
    accessLog: logs.access.file,
    errorLog: logs.error.file,
    clients,
  };
}

/** A program as a server runs it that has started with these settings. */
export function keepSettings(program: Program, { listen, tls, accessLog, errorLog, clients }: StartSettings): Program {
  const { access, error } = program.logs;
  return {
    ...program,
    listen,
    tls: tls === undefined ? undefined : (program.tls ?? tls),
    logs: { ...program.logs, access: { ...access, file: accessLog }, error: { ...error, file: errorLog } },
    clients,
  };
}

/** The names in the manifest of what differs: the manifest is active, but these wait for a restart. */
export function waitingSettings(running: Program, wanted: Program, command: ServeCommand): readonly string[] {
  const [now, then] = [namedSettings(running, command), namedSettings(wanted, command)];
  return [...now].filter(([name, value]) => then.get(name) !== value).map(([name]) => name);
}

/** What the command line overrides is always the same: no manifest changes it. */
function namedSettings({ listen, tls, logs, clients }: Program, { host, port }: ServeCommand): Map<string, unknown> {
  return new Map<string, unknown>([
    ['server.host', host ?? listen.host],
    ['server.port', port ?? listen.port],
    ['server.tls', tls !== undefined], // other certificates take effect at once
    ['logs.access.file', logs.access.file],
    ['logs.error.file', logs.error.file],
    ['clients.store', JSON.stringify(clients.store)],
    ['clients.max', clients.max],
    ['clients.ttl', clients.ttlMs],
  ]);
}

/** In words, at the end of a line for people; empty if none waits. */
export function waitingText(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `${names.join(', ')} ${names.length === 1 ? 'waits' : 'wait'} for a restart`;
}
