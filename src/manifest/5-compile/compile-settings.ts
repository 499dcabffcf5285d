import type { Limits, LogSettings, Program, Timeouts } from '../../contract/program.ts';
import type { ManifestShape, ServerShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { DEFAULT_METHODS } from '../default-methods.ts';
import { parseDuration, parseSize } from '../parse-quantity.ts';

/** All of a program that needs no route and no view. */
export type Settings = Pick<
  Program,
  'title' | 'listen' | 'methods' | 'notHttp' | 'limits' | 'timeouts' | 'logs' | 'clients'
> & { readonly pages: Omit<Program['pages'], 'error'> };

/** The manifest's settings; where it is silent, the defaults that the schema documents. */
export function compileSettings(manifest: ManifestShape): Settings {
  const { info = {}, server = {}, page = {}, logs = {}, clients = {} } = manifest;
  const { cookie = 'bg_color', colors = {}, default: otherwise = 'white' } = page.background ?? {};
  return {
    title: info.title ?? 'Velosiped',
    listen: compileListen(server),
    methods: server.methods ?? DEFAULT_METHODS,
    notHttp: server.notHttp ?? 'reject',
    limits: compileLimits(server.limits ?? {}),
    timeouts: compileTimeouts(server.timeouts ?? {}),
    logs: compileLogs(logs),
    clients: { max: clients.max ?? 50_000 },
    pages: {
      headers: fieldLines(page.headers ?? {}),
      background: { cookie, colors: new Map(Object.entries(colors)), default: otherwise },
    },
  };
}

/** Where to listen, if the command line does not say. */
export function compileListen({ host = '127.0.0.1', port = 8888 }: ServerShape): Program['listen'] {
  return { host, port };
}

/** A map of header fields as they are written. */
export function fieldLines(headers: ShapeMap<string>): Program['pages']['headers'] {
  return Object.entries(headers);
}

function compileLimits(limits: NonNullable<ServerShape['limits']>): Limits {
  return {
    requestLineBytesMax: parseSize(limits.requestLine ?? '8KiB'),
    headerBytesMax: parseSize(limits.headers ?? '16KiB'),
    headerCountMax: limits.headerCount ?? 100,
    bodyBytesMax: parseSize(limits.body ?? '1MiB'),
    connectionsMax: limits.connections ?? 10_000,
  };
}

function compileTimeouts(timeouts: NonNullable<ServerShape['timeouts']>): Timeouts {
  return {
    headMs: parseDuration(timeouts.head ?? '10s'),
    bodyIdleMs: parseDuration(timeouts.bodyIdle ?? '10s'),
    bodyMs: parseDuration(timeouts.body ?? '30s'),
    idleMs: parseDuration(timeouts.idle ?? '65s'),
    writeMs: parseDuration(timeouts.write ?? '30s'),
    drainMs: parseDuration(timeouts.drain ?? '25s'),
  };
}

/** `null` means none, so only what is absent gets a default. */
function compileLogs({ access = {}, error = {} }: NonNullable<ManifestShape['logs']>): LogSettings {
  return {
    access: { file: access.file === undefined ? 'access.log' : access.file, detail: access.detail ?? 'full' },
    error: { file: error.file === undefined ? 'error.log' : error.file },
  };
}
