import type { ReadHop } from '../../contract/hop.ts';
import type { LogSettings } from '../../contract/log-settings.ts';
import type { Program } from '../../contract/program.ts';
import { SESSION_COOKIES } from '../../contract/session.ts';
import { type Network, readIpAddress, unmapped } from '../3-resolve/parse-network.ts';
import type { SiteLogs } from '../3-resolve/site.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import { largestBody } from './compile-gates.ts';
import { compileRedaction } from './compile-redaction.ts';
import { isOfFields, type SiteSecrets } from './compile-secrets.ts';
import { compileSession } from './compile-session.ts';

/** The part of a program that needs no route and no view. */
type Settings = Omit<Program, 'pages' | 'routes' | 'routesByName' | 'routeTree' | 'fieldTexts' | 'groups' | 'forms'>;

/** The settings of a site, under the program's names. */
export function compileSettings(
  { title, server, tls, logs, clients, session, groups, routes }: SoundSite,
  secrets: SiteSecrets,
): Settings {
  const { listen, methods, notHttp, hosts, compression, trailingSlash, errors, cors, proxies, limits, timeouts } =
    server;
  return {
    title,
    listen,
    tls,
    methods,
    notHttp,
    hosts,
    compression,
    trailingSlash,
    readHop: compileTrustProxy(proxies.map(({ parsed }) => parsed.network)),
    errors,
    cors: cors.rule,
    limits: {
      requestLineBytesMax: limits.requestLine.value,
      headerBytesMax: limits.headers.value,
      headerCountMax: limits.headerCount.value,
      bodyBytesMax: limits.body.value,
      bodiesBytesMax: Math.max(limits.bodies.value, limits.body.value, largestBody([...groups, ...routes.values()])),
      connectionsMax: limits.connections.value,
      connectionsPerClientMax: limits.connectionsPerClient.value,
    },
    timeouts: {
      headMs: timeouts.head.value,
      bodyIdleMs: timeouts.bodyIdle.value,
      bodyMs: timeouts.body.value,
      idleMs: timeouts.idle.value,
      handlerMs: timeouts.handler.value,
      writeMs: timeouts.write.value,
      drainMs: timeouts.drain.value,
      hungMs: timeouts.hung.value,
    },
    keepAliveLines: `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(timeouts.idle.value / 1000)}\r\n`,
    logs: compileLogs(logs, secrets, session === undefined ? [] : SESSION_NAMES),
    session: session && compileSession(session),
    clients: { store: clients.store, max: clients.max, ttlMs: clients.ttlMs },
  };
}

const SESSION_NAMES = Object.values(SESSION_COOKIES).map((name) => `cookie:${name}`);

/** Some names are left out of logs, whatever the manifest says. */
function compileLogs(
  { access, error }: SiteLogs,
  { inside, fields }: SiteSecrets,
  cookies: readonly string[],
): LogSettings {
  const redact = (listed: readonly string[]) => compileRedaction([...listed.filter(isOfFields), ...fields, ...cookies]);
  return {
    access: { ...access, redact: redact(access.redact) },
    error: { ...error, redact: redact(error.redact) },
    secrets: inside,
  };
}

/** `server.trustProxy`; undefined if nobody is trusted. */
export function compileTrustProxy(networks: readonly Network[]): ReadHop | undefined {
  if (networks.length === 0) return undefined;
  return (text) => {
    const read = readIpAddress(text);
    if (read === undefined) return undefined;
    const address = unmapped(read);
    const kind = address.kind();
    const trusted = networks.some(
      (network) => network.address.kind() === kind && address.match(network.address, network.bits),
    );
    return { address: address.toString(), trusted };
  };
}
