import type { Guard } from '../../contract/gates.ts';
import type { RateLimit } from '../../contract/rate-limits.ts';
import { plainSegments } from '../../http/percent-coding.ts';
import type { GroupShape, RouteShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import type { LoadedHandlers } from './load-handlers.ts';
import { parsePath } from './parse-path.ts';
import { parseDuration, parseSize } from './parse-quantity.ts';
import { PRODUCT_PREFIX } from './product-handlers.ts';
import { resolveCors } from './resolve-cors.ts';
import { resolveHeaders } from './resolve-page.ts';
import type { GroupPath, SiteGroup } from './site.ts';
import type { FoundGuard, SiteGates } from './site-gates.ts';

/** `groups` */
export function resolveGroups(groups: ShapeMap<GroupShape>, at: Spot, handlers: LoadedHandlers): readonly SiteGroup[] {
  return Object.entries(groups).map(([name, shape]) => {
    const groupAt = at.in(name);
    return {
      name,
      at: groupAt,
      under: groupPath(shape.under, groupAt.in('under')),
      headers: resolveHeaders(shape.response?.headers ?? {}, groupAt.in('response', 'headers')),
      ...resolveGates(shape, { owner: `group ${name}`, at: groupAt, handlers }),
    };
  });
}

/** The keys that groups and routes have in common. */
export function resolveGates(
  {
    errors,
    cors,
    guards = [],
    limits = {},
    rateLimit,
  }: Pick<RouteShape, 'errors' | 'cors' | 'guards' | 'limits' | 'rateLimit'>,
  { owner, at, handlers }: { readonly owner: string; readonly at: Spot; readonly handlers: LoadedHandlers },
): SiteGates {
  return {
    errors,
    cors: cors === undefined ? undefined : resolveCors(cors, at.in('cors')),
    guards: guards.map((text, index) => {
      return { text, at: at.in('guards', String(index)), found: findGuard(text, handlers) };
    }),
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

function findGuard(name: string, handlers: LoadedHandlers): FoundGuard {
  if (name.startsWith(PRODUCT_PREFIX)) return { kind: 'unknown' };
  switch (handlers.kind) {
    case 'none':
      return { kind: 'no-module' };
    case 'not-loaded':
      return { kind: 'unread' };
    case 'loaded': {
      const exported = handlers.guards.get(name);
      if (isGuard(exported)) return { kind: 'function', guard: exported };
      return { kind: handlers.guards.has(name) ? 'no-function' : 'unknown' };
    }
  }
}

/** Whatever it returns is checked when it is asked. */
function isGuard(value: unknown): value is Guard {
  return typeof value === 'function';
}
