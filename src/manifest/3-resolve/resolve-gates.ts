import { resolve } from 'node:path';
import type { Guard } from '../../contract/gates.ts';
import type { RateLimit } from '../../contract/rate-limits.ts';
import { plainSegments } from '../../http/percent-coding.ts';
import type { GroupShape, RouteShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { findExported } from './find-exported.ts';
import type { LoadedHandlers } from './load-handlers.ts';
import { parsePath } from './parse-path.ts';
import { parseDuration, parseSize } from './parse-quantity.ts';
import { BASIC_AUTH_GUARD } from './product-handlers.ts';
import type { LoadedPasswords } from './read-passwords.ts';
import { resolveCors } from './resolve-cors.ts';
import { resolveHeaders } from './resolve-page.ts';
import type { FoundGuard, GroupPath, SiteGates, SiteGroup } from './site.ts';

/** What guards are made of. */
export interface GuardParts {
  readonly handlers: LoadedHandlers;
  readonly passwords: LoadedPasswords;
  /** The folder of the manifest, from which it names files. */
  readonly base: string;
}

/** `groups` */
export function resolveGroups(groups: ShapeMap<GroupShape>, at: Spot, parts: GuardParts): readonly SiteGroup[] {
  return Object.entries(groups).map(([name, shape]) => {
    const groupAt = at.in(name);
    return {
      name,
      at: groupAt,
      under: groupPath(shape.under, groupAt.in('under')),
      headers: resolveHeaders(shape.response?.headers ?? {}, groupAt.in('response', 'headers')),
      ...resolveGates(shape, { owner: `group ${name}`, at: groupAt, parts }),
    };
  });
}

/** The keys that groups and routes have in common. */
export function resolveGates(
  {
    errors,
    cors,
    auth,
    guards = [],
    limits = {},
    rateLimit,
  }: Pick<RouteShape, 'errors' | 'cors' | 'auth' | 'guards' | 'limits' | 'rateLimit'>,
  { owner, at, parts }: { readonly owner: string; readonly at: Spot; readonly parts: GuardParts },
): SiteGates {
  return {
    errors,
    cors: cors === undefined ? undefined : resolveCors(cors, at.in('cors')),
    guards: guards.map((text, index) => {
      const found =
        text === BASIC_AUTH_GUARD
          ? findAuth(auth, at, parts)
          : findExported<Guard>(parts.handlers, { name: text, among: 'guards' });
      return { text, at: at.in('guards', String(index)), found };
    }),
    authAt: auth === undefined ? undefined : at.in('auth'),
    rateLimit: rateLimit && resolveLimit(owner, rateLimit),
    bodyBytesMax: limits.body === undefined ? undefined : parseSize(limits.body),
  };
}

function resolveLimit(name: string, { requests = 1, per = '1m' }: NonNullable<RouteShape['rateLimit']>): RateLimit {
  return { name, requests, perMs: parseDuration(per) };
}

function groupPath(text: string | undefined, at: Spot): GroupPath {
  if (text === undefined) return { kind: 'none' };
  const parsed = parsePath(text);
  if (parsed.kind === 'fault') return { ...parsed, kind: 'wrong', text, at };
  const literals: string[] = [];
  for (const segment of parsed.segments) {
    if (segment.kind !== 'literal') {
      const reason = 'the path of a group has no parameters';
      return { kind: 'wrong', text, at, start: text.indexOf('{'), length: segment.name.length + 2, reason };
    }
    literals.push(segment.text);
  }
  return { kind: 'path', text, at, segments: plainSegments(literals) };
}

function findAuth(auth: RouteShape['auth'], at: Spot, { passwords, base }: GuardParts): FoundGuard {
  if (auth === undefined) return { kind: at.lost('auth') ? 'unread' : 'no-auth' };
  const { realm, users } = auth;
  const read = users === undefined ? undefined : passwords.get(resolve(base, users));
  if (realm === undefined || read === undefined) return { kind: 'unread' };
  return { kind: 'basic-auth', auth: { realm, passwords: read } };
}
