import { dirname } from 'node:path';
import type { Steps } from '../1-read/run-steps.ts';
import { Spot } from '../2-validate/spot.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import { Schema } from '../schemas/schema.ts';
import { resolveGroups } from './resolve-gates.ts';
import { resolvePage } from './resolve-page.ts';
import { resolveRoute } from './resolve-route.ts';
import { resolveClients, resolveLinks, resolveLogs, resolveServer, resolveSession } from './resolve-settings.ts';
import type { NamedParts, Site, SiteRoute } from './site.ts';

/** Lowers a valid manifest, in steps. Reports nothing: that is left to the lint. */
export function* resolveSite(valid: ValidManifest, parts: NamedParts): Steps<Site> {
  const { manifest, located } = valid;
  const at = new Spot(valid);
  const schemas = new Map<string, Schema>();
  for (const [name, shape] of Object.entries(manifest.schemas ?? {})) {
    schemas.set(name, new Schema(shape, schemas));
  }
  const base = dirname(located.source.file);
  const routesAt = at.in('routes');
  const routes = new Map<string, SiteRoute>();
  const submits = new Map<string, SiteRoute['path']>();
  const known = { ...parts, schemas, base, routes, submits };
  for (const [name, shape] of Object.entries(manifest.routes ?? {})) {
    yield;
    const route = resolveRoute({ name, shape, at: routesAt.in(name) }, known);
    routes.set(name, route);
    if (route.answer.kind !== 'submit') continue;
    for (const method of route.methods) if (!submits.has(method)) submits.set(method, route.path);
  }
  return {
    at,
    file: located.source.file,
    title: manifest.info?.title ?? 'Velosiped',
    info: manifest.info ?? {},
    server: resolveServer(manifest.server ?? {}, at.in('server'), at.lost('server')),
    page: resolvePage(manifest.page ?? {}, at, parts.views),
    links: resolveLinks(manifest.links ?? {}, at),
    logs: resolveLogs(manifest.logs ?? {}, at.in('logs')),
    clients: resolveClients(manifest.clients ?? {}, at.in('clients')),
    session: resolveSession(manifest.session, at.in('session')),
    schemas,
    routes,
    groups: resolveGroups(manifest.groups ?? {}, at.in('groups'), { ...parts, base }),
    hidesRoutes: hidesRoutes(valid, at),
    module: manifest.handlers,
    ...parts,
  };
}

function hidesRoutes({ manifest: { routes } }: ValidManifest, at: Spot): boolean {
  if (at.lost('include')) return true;
  if (routes === undefined) return at.lost('routes');
  const routesAt = at.in('routes');
  const names = routesAt.keysWritten.filter((name) => !name.startsWith('x-'));
  return routesAt.lost() || names.some((name) => !Object.hasOwn(routes, name));
}
