import type { Program } from '../../contract/program.ts';
import { withoutBrackets } from '../../http/ip-literal.ts';
import type { ManifestShape, ServerShape } from '../2-validate/manifest-shape.gen.ts';
import { placedTexts, type Spot } from '../2-validate/spot.ts';
import { parseNetwork } from './parse-network.ts';
import { parseDuration, parseSize } from './parse-quantity.ts';
import { readRedisUrl } from './read-redis-url.ts';
import { resolveCors } from './resolve-cors.ts';
import type { Quantity, SiteClients, SiteLinks, SiteLogs, SiteServer, SiteSession } from './site.ts';

/** `server`, with the defaults that the schema documents. */
export function resolveServer(server: ServerShape, at: Spot, isUnclear: boolean): SiteServer {
  const methodsLost = isUnclear || at.lost('methods');
  return {
    at,
    listen: listenOf(server),
    methods: server.methods ?? (methodsLost ? undefined : EVERY_METHOD),
    notHttp: server.notHttp ?? 'reject',
    errors: server.errors ?? 'auto',
    cors: resolveCors(server.cors ?? false, at.in('cors')),
    hosts: new Set(server.hosts?.map((name) => name.toLowerCase())),
    trailingSlash: server.trailingSlash ?? 'strict',
    proxies: placedTexts(server.trustProxy ?? [], at.in('trustProxy')).map((proxy) => {
      return { ...proxy, parsed: parseNetwork(proxy.text) };
    }),
    isSecure: server.tls !== undefined,
    compression: server.compression && {
      codings: server.compression.codings ?? ['br', 'gzip'],
      minBytes: parseSize(server.compression.minSize ?? '1KiB'),
    },
    limits: resolveLimits(server.limits ?? {}, at.in('limits')),
    timeouts: resolveTimeouts(server.timeouts ?? {}, at.in('timeouts')),
  };
}

const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Where to listen, if the command line does not say it. */
export function listenOf({ host = '127.0.0.1', port = 8888 }: ServerShape): Program['listen'] {
  return { host: withoutBrackets(host), port };
}

function resolveLimits(limits: NonNullable<ServerShape['limits']>, at: Spot): SiteServer['limits'] {
  const limit = (key: keyof typeof limits, otherwise: number | string): Quantity => {
    const written = limits[key] ?? otherwise;
    // A size has a unit by default, and a count has none.
    const isSize = typeof otherwise === 'string';
    const text = isSize && typeof written === 'number' ? `${written} bytes` : String(written);
    return { value: parseSize(written), text, isDefault: limits[key] === undefined, at: at.in(key) };
  };
  return {
    requestLine: limit('requestLine', '8KiB'),
    headers: limit('headers', '16KiB'),
    headerCount: limit('headerCount', 100),
    body: limit('body', '1MiB'),
    bodies: limit('bodies', '64MiB'),
    connections: limit('connections', 10_000),
    connectionsPerClient: limit('connectionsPerClient', Number.POSITIVE_INFINITY),
  };
}

function resolveTimeouts(timeouts: NonNullable<ServerShape['timeouts']>, at: Spot): SiteServer['timeouts'] {
  const quantity = (key: keyof typeof timeouts, otherwise: string): Quantity => {
    const text = timeouts[key] ?? otherwise;
    return { value: parseDuration(text), text, isDefault: timeouts[key] === undefined, at: at.in(key) };
  };
  return {
    head: quantity('head', '10s'),
    bodyIdle: quantity('bodyIdle', '10s'),
    body: quantity('body', '30s'),
    idle: quantity('idle', '65s'),
    handler: quantity('handler', '30s'),
    write: quantity('write', '30s'),
    drain: quantity('drain', '25s'),
    hung: quantity('hung', '10s'),
  };
}

/** `null` means none, so only what is absent gets a default. */
export function resolveLogs({ access = {}, error = {} }: NonNullable<ManifestShape['logs']>, at: Spot): SiteLogs {
  return {
    at,
    access: {
      file: access.file === undefined ? 'access.log' : access.file,
      detail: access.detail ?? 'full',
      bodyBytesMax: access.body === 'none' ? undefined : parseSize(access.bodyMax ?? '64KiB'),
      redact: redactedNames(access.redact),
    },
    error: { file: error.file === undefined ? 'error.log' : error.file, redact: redactedNames(error.redact) },
  };
}

const REDACTED = ['authorization', 'proxy-authorization'];

/** A list that says nothing of header fields and cookies leaves them as they are without it. */
function redactedNames(listed: readonly string[] = REDACTED): readonly string[] {
  const isOther = listed.length > 0 && listed.every((name) => /^(?:query|body):/.test(name));
  return isOther ? [...REDACTED, ...listed] : listed;
}

/** `clients` */
export function resolveClients(clients: NonNullable<ManifestShape['clients']>, at: Spot): SiteClients {
  const { store = 'memory', max = 50_000, ttl = '30d' } = clients;
  return { store: resolveStore(store), storeAt: at.in('store'), max, ttlMs: parseDuration(ttl) };
}

/** `session`: its secrets, the sealing one first. */
export function resolveSession(session: ManifestShape['session'], at: Spot): SiteSession | undefined {
  if (session === undefined) return undefined;
  const { secret = [], ttl = '12h' } = session;
  const secretAt = at.in('secret');
  const secrets = typeof secret === 'string' ? [{ text: secret, at: secretAt }] : placedTexts(secret, secretAt);
  return { secrets, ttlMs: parseDuration(ttl) };
}

function resolveStore(store: string): SiteClients['store'] {
  if (store === 'memory') return { kind: 'memory' };
  const url = readRedisUrl(store);
  return url.kind === 'wrong' ? url : { kind: 'redis', address: url.address };
}

/** `links`; `root` is the manifest. */
export function resolveLinks({ elsewhere = [] }: NonNullable<ManifestShape['links']>, root: Spot): SiteLinks {
  if (root.lost('links')) return { elsewhere: () => true };
  const patterns = elsewhere.map(toPattern);
  return { elsewhere: (path) => patterns.some((pattern) => pattern.test(path)) };
}

function toPattern(text: string): RegExp {
  const parts = text.split(/(\*+)/).map((part) => {
    if (part.startsWith('*')) return part === '*' ? '[^/]*' : '.*';
    return part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
