import type { SiteRoute } from '../../3-resolve/site.ts';
import { nearestName } from '../../findings/nearest-name.ts';
import { spanOf } from '../../findings/source.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import type { LintInput } from '../lint-input.ts';
import { type AskedSegment, followPath, type PathClaim, type PathTree } from '../paths/follow-path.ts';
import { refusedText } from '../schemas/refused-text.ts';
import { htmlOfView } from './html-of-view.ts';
import { parseLink } from './parse-link.ts';
import { scanLinks, type WrittenLink } from './scan-links.ts';

/** How many places are visited for all links with gaps; after that, such links count as right. */
const STEPS_MAX = 10_000_000;

/** Paths of this server in links and forms of views must reach a route. Fault: dead-link. */
export function lintLinks(input: LintInput, tree: PathTree): void {
  const { site } = input;
  const { views } = site;
  // An unreadable path can be any.
  const pathMissing = [...site.routes.values()].some(({ words }) => !words.has('path'));
  if (views.kind !== 'loaded' || site.hidesRoutes || pathMissing) return;
  const judge = new LinkJudge(input, tree);
  for (const view of views.byName.values()) {
    for (const link of scanLinks(htmlOfView(view))) {
      const faults = link.values.flatMap((value) => judge.faultOf(value, link.method) ?? []);
      // If a condition chooses the value, the first one that leads nowhere is enough.
      if (faults[0] !== undefined) addFinding(input, { view, link, fault: faults[0] });
    }
  }
}

interface LinkFault {
  /** The path, if it could be read. */
  readonly path: readonly AskedSegment[];
  readonly shown: string;
  /** In words that follow the link. */
  readonly reason: string;
  readonly hint?: string | undefined;
  /** The paths that it nearly reaches. */
  readonly near: readonly PathClaim[];
}

/** Follows links, each different one once, however many views have it. */
class LinkJudge {
  readonly #input: LintInput;
  readonly #tree: PathTree;
  readonly #known = new Map<string, LinkFault | undefined>();
  readonly #budget = { steps: STEPS_MAX };

  constructor(input: LintInput, tree: PathTree) {
    this.#input = input;
    this.#tree = tree;
  }

  faultOf(value: WrittenLink['values'][number], method: WrittenLink['method']): LinkFault | undefined {
    const key = JSON.stringify([method, value]);
    if (!this.#known.has(key)) this.#known.set(key, this.#judge(value, method));
    return this.#known.get(key);
  }

  #judge(value: WrittenLink['values'][number], method: WrittenLink['method']): LinkFault | undefined {
    const parsed = parseLink(value);
    switch (parsed.kind) {
      case 'other':
        return undefined;
      case 'malformed': {
        const hint = '"%" must be followed by the two hexadecimal digits of a UTF-8 octet';
        return { path: [], shown: parsed.shown, reason: 'it cannot be decoded', hint, near: [] };
      }
      case 'path':
        return this.#follow({ path: parsed.segments, shown: parsed.shown }, method);
    }
  }

  /** One route that takes the method and the values is enough. */
  #follow(link: Pick<LinkFault, 'path' | 'shown'>, method: WrittenLink['method']): LinkFault | undefined {
    const isFixed = link.path.every(({ kind }) => kind === 'fixed');
    const reached = new Set<PathClaim>();
    let fault: LinkFault | undefined;
    for (const claims of followPath(this.#tree, link.path, isFixed ? { steps: Infinity } : this.#budget)) {
      for (const claim of claims) {
        reached.add(claim);
        const methods = methodsOf(claim);
        if (methods !== undefined && method !== undefined && !methods.includes(method)) continue;
        const reason = refusedValue(this.#input, link.path, claim);
        if (reason === undefined) return undefined;
        fault ??= { ...link, reason, hint: 'it would be answered with 400', near: [claim] };
      }
      // The most specific path decides, whatever its methods.
      if (isFixed) break;
    }
    if (!isFixed && this.#budget.steps < 0) return undefined;
    if (fault !== undefined) return fault;
    if (reached.size === 0) return { ...link, reason: 'no route has this path', near: [] };
    const methods = [...new Set([...reached].flatMap((claim) => methodsOf(claim) ?? []))];
    const reason = `this path takes ${methods.join(', ')}, not ${method}`;
    return { ...link, reason, hint: methodHint(methods), near: [...reached].slice(0, NEAR_MAX) };
  }
}

const NEAR_MAX = 3;

/** undefined: any. */
function methodsOf({ route, path }: PathClaim): readonly string[] | undefined {
  const isUnclear = path === undefined || (route.methodsAt === undefined && route.at.lost('methods'));
  return isUnclear ? undefined : route.methods;
}

function methodHint(methods: readonly string[]): string {
  if (methods.includes('POST')) return 'only a form with method="post" sends POST';
  return methods.includes('GET') ? 'only links and forms with method="get" send GET' : 'pages send only GET and POST';
}

/** The rule that a text of the link breaks at a parameter of the path. */
function refusedValue({ rules }: LintInput, asked: readonly AskedSegment[], claim: PathClaim): string | undefined {
  const { route, segments } = claim;
  const firstGap = asked.findIndex(({ kind }) => kind === 'filled');
  const hasRest = segments.at(-1)?.kind === 'rest';
  for (const [depth, segment] of segments.entries()) {
    if (segment.kind === 'literal') continue;
    // After a gap, which can be several segments, only the end of the path shows which one it is.
    const isBehindGap = firstGap !== -1 && depth >= firstGap;
    if (isBehindGap && hasRest) continue;
    const place = isBehindGap ? depth + asked.length - segments.length : depth;
    if (isBehindGap && asked.slice(Math.max(place, 0)).some(({ kind }) => kind === 'filled')) continue;
    const schema = route.parameters.params.find(({ name }) => name === segment.name)?.plain;
    if (schema === undefined || route.at.in('params').lost(segment.name)) continue;
    const texts = asked.slice(place, segment.kind === 'rest' ? undefined : place + 1);
    const fixed = texts.flatMap((text) => (text.kind === 'fixed' ? [text.text] : []));
    if (fixed.length < texts.length) continue;
    const rule = refusedText(fixed.join('/'), schema, rules);
    if (rule !== undefined) return `"${segment.name}" ${rule}`;
  }
  return undefined;
}

interface DeadLink {
  readonly view: ParsedView;
  readonly link: WrittenLink;
  readonly fault: LinkFault;
}

function addFinding({ site, findings }: LintInput, { view, link, fault }: DeadLink): void {
  const { shown, reason, path, near } = fault;
  const what = link.kind === 'form' ? 'form' : 'link';
  findings.add({
    code: 'dead-link',
    at: spanOf(view.source, link.start, link.end),
    message: `The ${what} to "${shown}" leads nowhere: ${reason}`,
    hint: fault.hint ?? (() => nearestPathHint([...site.routes.values()], path)),
    related: near.map(({ route: { name, at } }) => {
      return { ...at.in('path').value, message: `the path of the route "${name}" is here` };
    }),
  });
}

/** The path that differs in few letters; its parameters take the link's texts. */
function nearestPathHint(routes: readonly SiteRoute[], link: readonly AskedSegment[]): string | undefined {
  const texts = link.map((segment) => (segment.kind === 'fixed' ? segment.text : FILLED));
  const written = new Map<string, string>();
  for (const { segments, text } of routes.flatMap(({ paths }) => paths)) {
    const likened = segments.map((segment, depth) => {
      if (segment.kind === 'literal') return segment.text;
      return segment.kind === 'rest' ? texts.slice(depth).join('/') : (texts[depth] ?? FILLED);
    });
    written.set(likened.join('/'), text);
  }
  const nearest = nearestName(texts.join('/'), written.keys());
  return nearest === undefined ? undefined : `did you mean "${written.get(nearest)}"?`;
}

const FILLED = '…';
