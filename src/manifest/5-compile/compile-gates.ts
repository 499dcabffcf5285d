import type { Gates, GroupGates, GroupNode, NamedGuard } from '../../contract/gates.ts';
import type { FieldLine } from '../../contract/request.ts';
import { mergeFields } from '../../http/merge-fields.ts';
import type { SiteHeader } from '../3-resolve/site.ts';
import type { SoundGates, SoundGroup } from '../3-resolve/sound-site.ts';
import { createBasicAuth } from './basic-auth.ts';

/** What a route asks for itself; undefined: nothing. */
export function compileGates(gates: SoundGates): Gates | undefined {
  const { guards, bodyBytesMax, rateLimit } = gates;
  if (guards.length === 0 && rateLimit === undefined && bodyBytesMax === undefined) return undefined;
  return { guards: guards.map(namedGuard), rateLimits: rateLimit === undefined ? [] : [rateLimit], bodyBytesMax };
}

function namedGuard({ text, found }: SoundGates['guards'][number]): NamedGuard {
  return { name: text, guard: found.kind === 'found' ? found.value : createBasicAuth(found.auth) };
}

/** The groups as a tree, each with what those around it add; undefined: there are none. */
export function compileGroups(groups: readonly SoundGroup[]): GroupNode | undefined {
  return groups.length === 0 ? undefined : nodeOf(groups, 0, undefined);
}

function nodeOf(groups: readonly SoundGroup[], depth: number, around: GroupGates | undefined): GroupNode {
  const here = groups.filter(({ under }) => under.segments.length === depth);
  const gates = here.reduce(within, around);
  const names = new Set(groups.flatMap(({ under }) => under.segments[depth] ?? []));
  const literals = [...names].map((name) => {
    const below = groups.filter(({ under }) => under.segments[depth] === name);
    return [name, nodeOf(below, depth + 1, gates)] as const;
  });
  return { literals: new Map(literals), gates };
}

/** The inner one wins key by key, and guards add up. */
function within(outer: GroupGates | undefined, inner: SoundGroup): GroupGates {
  return {
    names: [...(outer?.names ?? []), inner.name],
    errors: inner.errors ?? outer?.errors,
    cors: inner.cors?.rule ?? outer?.cors,
    guards: [...(outer?.guards ?? []), ...inner.guards.map(namedGuard)],
    rateLimits: [...(outer?.rateLimits ?? []), ...(inner.rateLimit === undefined ? [] : [inner.rateLimit])],
    bodyBytesMax: inner.bodyBytesMax ?? outer?.bodyBytesMax,
    headers: mergeFields(outer?.headers ?? [], inner.headers.map(fieldLine)),
  };
}

/** As it is sent. */
export function fieldLine({ name, value }: SiteHeader<string>): FieldLine {
  return [name, value];
}

/** How large the largest body can be that any of them lets through. */
export function largestBody(gates: readonly SoundGates[]): number {
  return Math.max(0, ...gates.map(({ bodyBytesMax = 0 }) => bodyBytesMax));
}
