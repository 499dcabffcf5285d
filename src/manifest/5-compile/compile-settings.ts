import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Limits, LogSettings, Program, Redaction, Timeouts } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import type { ManifestShape, ServerShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { DEFAULT_ACCESS_LOG, DEFAULT_CLIENTS, DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../default-limits.ts';
import { DEFAULT_METHODS } from '../default-methods.ts';
import { parseDuration, parseSize } from '../parse-quantity.ts';
import { readRedisUrl } from '../read-redis-url.ts';
import { compileTrustProxy } from './compile-trust-proxy.ts';

/** All of a program that needs no route and no view. */
export type Settings = Pick<
  Program,
  'title' | 'listen' | 'methods' | 'notHttp' | 'hosts' | 'readHop' | 'limits' | 'timeouts' | 'logs' | 'clients'
> & { readonly pages: Pick<Program['pages'], 'background'> };

/** The manifest's settings; where it is silent, the defaults that the schema documents. */
export function compileSettings(manifest: ManifestShape): Settings {
  const { info = {}, server = {}, page = {}, logs = {}, clients = {} } = manifest;
  const { cookie = 'bg_color', colors = {}, default: otherwise = 'white' } = page.background ?? {};
  return {
    title: info.title ?? 'Velosiped',
    listen: compileListen(server),
    methods: server.methods ?? DEFAULT_METHODS,
    notHttp: server.notHttp ?? 'reject',
    hosts: new Set(server.hosts?.map((name) => name.toLowerCase())),
    readHop: compileTrustProxy(server.trustProxy ?? []),
    limits: compileLimits(server.limits ?? {}),
    timeouts: compileTimeouts(server.timeouts ?? {}),
    logs: compileLogs(logs),
    clients: compileClients(clients),
    pages: {
      background: { cookie, colors: new Map(Object.entries(colors)), default: otherwise },
    },
  };
}

/** Where to listen, if the command line does not say. */
export function compileListen({ host = '127.0.0.1', port = 8888 }: ServerShape): Program['listen'] {
  return { host, port };
}

/** A map of header fields as they are written. */
export function fieldLines(headers: ShapeMap<string>): readonly FieldLine[] {
  return Object.entries(headers);
}

function compileLimits(limits: NonNullable<ServerShape['limits']>): Limits {
  const bodyBytesMax = parseSize(limits.body ?? DEFAULT_LIMITS.body);
  return {
    requestLineBytesMax: parseSize(limits.requestLine ?? DEFAULT_LIMITS.requestLine),
    headerBytesMax: parseSize(limits.headers ?? DEFAULT_LIMITS.headers),
    headerCountMax: limits.headerCount ?? DEFAULT_LIMITS.headerCount,
    bodyBytesMax,
    bodiesBytesMax: Math.max(parseSize(limits.bodies ?? DEFAULT_LIMITS.bodies), bodyBytesMax),
    connectionsMax: limits.connections ?? DEFAULT_LIMITS.connections,
    connectionsPerClientMax: limits.connectionsPerClient ?? Number.POSITIVE_INFINITY,
  };
}

function compileTimeouts(timeouts: NonNullable<ServerShape['timeouts']>): Timeouts {
  return {
    headMs: parseDuration(timeouts.head ?? DEFAULT_TIMEOUTS.head),
    bodyIdleMs: parseDuration(timeouts.bodyIdle ?? DEFAULT_TIMEOUTS.bodyIdle),
    bodyMs: parseDuration(timeouts.body ?? DEFAULT_TIMEOUTS.body),
    idleMs: parseDuration(timeouts.idle ?? DEFAULT_TIMEOUTS.idle),
    writeMs: parseDuration(timeouts.write ?? DEFAULT_TIMEOUTS.write),
    drainMs: parseDuration(timeouts.drain ?? DEFAULT_TIMEOUTS.drain),
    hungMs: parseDuration(timeouts.hung ?? DEFAULT_TIMEOUTS.hung),
  };
}

function compileClients({
  store = 'memory',
  max = DEFAULT_CLIENTS.max,
  ttl = DEFAULT_CLIENTS.ttl,
}: NonNullable<ManifestShape['clients']>): ClientSettings {
  return { store: compileStore(store), max, ttlMs: parseDuration(ttl) };
}

function compileStore(store: string): ClientSettings['store'] {
  if (store === 'memory') return { kind: 'memory' };
  const url = readRedisUrl(store);
  // Nothing of the URL may show, not even here.
  if (url.kind === 'wrong') throw new RangeError('The lint let a URL pass');
  return { kind: 'redis', address: url.address };
}

/** `null` means none, so only what is absent gets a default. */
function compileLogs({ access = {}, error = {} }: NonNullable<ManifestShape['logs']>): LogSettings {
  return {
    access: {
      file: access.file === undefined ? 'access.log' : access.file,
      detail: access.detail ?? 'full',
      bodyBytesMax: parseSize(access.bodyMax ?? DEFAULT_ACCESS_LOG.bodyMax),
      redact: compileRedaction(access.redact),
    },
    error: { file: error.file === undefined ? 'error.log' : error.file, redact: compileRedaction(error.redact) },
  };
}

const COOKIE_PREFIX = 'cookie:';

function compileRedaction(names: readonly string[] = ['authorization', 'proxy-authorization']): Redaction {
  const [cookies, headers] = [new Set<string>(), new Set<string>()];
  for (const name of names) {
    if (name.startsWith(COOKIE_PREFIX)) cookies.add(name.slice(COOKIE_PREFIX.length));
    else headers.add(name.toLowerCase());
  }
  return { headers, cookies };
}
