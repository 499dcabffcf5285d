import type { RouteShape } from '../../2-validate/manifest-shape.gen.ts';
import { parsePath } from '../../3-resolve/parse-path.ts';
import type { RoutePath } from '../../3-resolve/site.ts';
import { nearestName } from '../../findings/nearest-name.ts';
import { spanOf } from '../../findings/source.ts';
import { resolveParameter } from '../../schemas/resolve-schema.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import type { LintInput } from '../lint-input.ts';
import { refusedText } from '../schemas/refused-text.ts';
import { type LinkSegment, type LinkTarget, LinkTree, TargetGroup } from './link-tree.ts';
import { parseLink } from './parse-link.ts';
import { scanLinks, type WrittenLink } from './scan-links.ts';
import { piecesOf } from './template-pieces.ts';

/** Paths of this server in links and forms of views have to reach a route. Fault: dead-link. */
export function lintLinks(input: LintInput, paths: ReadonlyMap<string, readonly RoutePath[]>): void {
  const { views } = input;
  if (views.kind !== 'loaded' || anyPathMissing(input)) return;
  const tree = new LinkTree(targetsOf(input, paths));
  for (const view of views.byName.values()) {
    for (const link of scanLinks(piecesOf(view))) {
      const faults = link.values.flatMap((value) => faultOf(input, tree, { ...link, values: [value] }) ?? []);
      // Of a value that a condition chooses, the first that leads nowhere says enough.
      if (faults[0] !== undefined) addFinding(input, { view, link, fault: faults[0] });
    }
  }
}

/** A path that is not there may be any. */
function anyPathMissing(input: LintInput): boolean {
  if (input.damage.touches([], ['routes']) && input.manifest.routes === undefined) return true;
  return input.damage.touches(['routes'], []) || routesOf(input).some(([, { path }]) => path === undefined);
}

function targetsOf(input: LintInput, paths: ReadonlyMap<string, readonly RoutePath[]>): readonly LinkTarget[] {
  return routesOf(input).flatMap(([name, route]) => {
    const unclear = input.damage.touches(['routes', name], ['methods']);
    const methods = unclear ? undefined : input.site.routes.get(name)?.methods;
    const good = (paths.get(name) ?? []).map(({ segments }) => ({ route: name, segments, methods }));
    return [...good, ...guessedTargets(name, route)];
  });
}

/** What was found wrong with a path must not make links dead: whatever begins like it may reach it. */
function guessedTargets(name: string, route: RouteShape): readonly LinkTarget[] {
  return [route.path ?? '', ...(route.aliases ?? [])].flatMap((path) => {
    const parsed = parsePath(path);
    if (parsed.kind === 'path') return [];
    const mended = parsePath(`/${path.replace(/^\/+/, '')}`);
    if (mended.kind === 'path') return [{ route: name, segments: mended.segments, methods: undefined }];
    const head = parsePath(path.slice(0, parsed.start).replace(/\/$/, ''));
    const segments = head.kind === 'path' ? head.segments : [];
    return [{ route: name, segments: [...segments, { kind: 'rest', name: 'rest' }], methods: undefined }];
  });
}

interface LinkFault {
  /** The path, where it could be read. */
  readonly path: readonly LinkSegment[];
  readonly shown: string;
  /** Follows the link. */
  readonly reason: string;
  readonly hint?: string | undefined;
  /** The routes that it nearly reaches. */
  readonly near: readonly LinkTarget[];
}

function faultOf(
  input: LintInput,
  tree: LinkTree,
  { values: [value = []], method }: WrittenLink,
): LinkFault | undefined {
  const parsed = parseLink(value);
  switch (parsed.kind) {
    case 'other':
      return undefined;
    case 'malformed': {
      const hint = '"%" must be followed by the two hexadecimal digits of a UTF-8 octet';
      return { path: [], shown: parsed.shown, reason: 'it cannot be decoded', hint, near: [] };
    }
    case 'path': {
      const { segments: path, shown } = parsed;
      const followed = tree.follow(path);
      if (followed === undefined) return undefined;
      const groups = answering(path, followed);
      if (groups.length === 0) return { path, shown, reason: 'no route has this path', near: [] };
      return valueFault(input, { path, shown, groups, method });
    }
  }
}

interface Followed {
  readonly path: readonly LinkSegment[];
  readonly shown: string;
  readonly groups: readonly TargetGroup[];
  readonly method: WrittenLink['method'];
}

/** One route that takes the method and the values is enough. */
function valueFault(input: LintInput, { path, shown, groups, method }: Followed): LinkFault | undefined {
  let fault: LinkFault | undefined;
  for (const group of groups) {
    for (const target of group.taking(method)) {
      const reason = refusedValue(input, path, target);
      if (reason === undefined) return undefined;
      fault ??= { path, shown, reason, hint: 'it would be answered with 400', near: [target] };
    }
  }
  if (fault !== undefined) return fault;
  const methods = [...new Set(groups.flatMap((group) => [...group.methods]))];
  const near = groups.flatMap(({ all }) => all.slice(0, NEAR_MAX)).slice(0, NEAR_MAX);
  return {
    path,
    shown,
    reason: `this path takes ${methods.join(', ')}, not ${method}`,
    hint: methodHint(methods),
    near,
  };
}

function methodHint(methods: readonly string[]): string {
  if (methods.includes('POST')) return 'only a form with method="post" sends POST';
  return methods.includes('GET')
    ? 'only links and forms with method="get" ask with GET'
    : 'pages ask with GET and POST';
}

/** The rule that a text of the link breaks where the path has a parameter. */
function refusedValue({ manifest, damage, rules }: LintInput, path: readonly LinkSegment[], target: LinkTarget) {
  const firstGap = path.findIndex(({ kind }) => kind === 'filled');
  const hasRest = target.segments.at(-1)?.kind === 'rest';
  for (const [depth, segment] of target.segments.entries()) {
    if (segment.kind === 'literal') continue;
    // Behind a gap, which may be several segments, only the end of the path tells which one it is.
    const isBehindGap = firstGap !== -1 && depth >= firstGap;
    if (isBehindGap && hasRest) continue;
    const place = isBehindGap ? depth + path.length - target.segments.length : depth;
    if (isBehindGap && path.slice(Math.max(place, 0)).some(({ kind }) => kind === 'filled')) continue;
    const schema = manifest.routes?.[target.route]?.params?.[segment.name];
    if (schema === undefined || damage.touches(['routes', target.route, 'params'], [segment.name])) continue;
    const texts = path.slice(place, segment.kind === 'rest' ? undefined : place + 1);
    const fixed = texts.flatMap((text) => (text.kind === 'fixed' ? [text.text] : []));
    if (fixed.length < texts.length) continue;
    const resolved = resolveParameter(schema, manifest.schemas ?? {});
    const rule = resolved && refusedText(fixed.join('/'), resolved, rules);
    if (rule !== undefined) return `"${segment.name}" ${rule}`;
  }
  return undefined;
}

const NEAR_MAX = 3;

/** Of a path that is fixed, the most specific end takes it, whatever the methods. One with parts that are filled in may reach all. */
function answering(path: readonly LinkSegment[], groups: readonly TargetGroup[]): readonly TargetGroup[] {
  if (path.some(({ kind }) => kind !== 'fixed')) return groups;
  const best = groups
    .flatMap(({ all }) => all)
    .reduce<LinkTarget | undefined>((a, b) => {
      return a === undefined || isMoreSpecific(b, a) ? b : a;
    }, undefined);
  const kept = groups.map(({ all }) => all.filter((one) => best !== undefined && !isMoreSpecific(best, one)));
  return kept.filter((all) => all.length > 0).map((all) => new TargetGroup(all));
}

/** A literal beats a parameter beats the rest, at the first segment that differs. */
const RANKS: Readonly<Record<LinkTarget['segments'][number]['kind'], number>> = { literal: 0, parameter: 1, rest: 2 };

function isMoreSpecific(a: LinkTarget, b: LinkTarget): boolean {
  for (const [depth, { kind }] of a.segments.entries()) {
    const other = b.segments[depth];
    if (other !== undefined && other.kind !== kind) return RANKS[kind] < RANKS[other.kind];
  }
  return false;
}

interface DeadLink {
  readonly view: ParsedView;
  readonly link: WrittenLink;
  readonly fault: LinkFault;
}

function addFinding(input: LintInput, { view, link, fault }: DeadLink): void {
  const { located, findings } = input;
  const { shown, reason, path, near } = fault;
  const verb = link.kind === 'form' ? 'send the form' : 'follow the link';
  findings.add({
    code: 'dead-link',
    at: spanOf(view.source, link.start, link.end),
    message: `Cannot ${verb} to "${shown}": ${reason}`,
    hint: fault.hint ?? (() => nearestPathHint(input, path)),
    related: near.map(({ route }) => {
      return { ...located.valueAt(['routes', route, 'path']), message: `the path of the route "${route}" is here` };
    }),
  });
}

/** The path that differs in few letters, where its parameters stand for what the link has there. */
function nearestPathHint(input: LintInput, link: readonly LinkSegment[]): string | undefined {
  const texts = link.map((segment) => (segment.kind === 'fixed' ? segment.text : FILLED));
  const written = new Map<string, string>();
  for (const [, { path = '', aliases = [] }] of routesOf(input)) {
    for (const one of [path, ...aliases]) {
      const parsed = parsePath(one);
      if (parsed.kind === 'fault') continue;
      const likened = parsed.segments.map((segment, depth) => {
        if (segment.kind === 'literal') return segment.text;
        return segment.kind === 'rest' ? texts.slice(depth).join('/') : (texts[depth] ?? FILLED);
      });
      written.set(likened.join('/'), one);
    }
  }
  const nearest = nearestName(texts.join('/'), written.keys());
  return nearest === undefined ? undefined : `did you mean "${written.get(nearest)}"?`;
}

const FILLED = '…';

function routesOf({ manifest }: LintInput): readonly (readonly [name: string, route: RouteShape])[] {
  return Object.entries(manifest.routes ?? {});
}
