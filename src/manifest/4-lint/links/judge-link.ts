import type { SiteRoute } from '../../3-resolve/site.ts';
import { nearestName } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';
import { type AskedSegment, followPath, type PathClaim, type PathTree } from '../paths/follow-path.ts';
import { refusedText } from '../schemas/refused-text.ts';
import { findMissingFile } from './find-missing-file.ts';
import { parseLink } from './parse-link.ts';

/** So many places are visited for all links with gaps; after that, such links are taken to lead somewhere. */
const STEPS_MAX = 10_000_000;

/** Why a link leads nowhere. */
export interface LinkFault {
  /** The path, where it could be read. */
  readonly path: readonly AskedSegment[];
  readonly shown: string;
  /** Follows the link. */
  readonly reason: string;
  /** Whether no route has the path, or a folder alone, and no such file: then the server looks for it with the other slash. */
  readonly isMissing?: boolean;
  readonly hint?: string | undefined;
  /** The methods that the path takes, where it does not take that of the link. */
  readonly takes?: readonly string[];
  /** The paths that it nearly reaches. */
  readonly near: readonly PathClaim[];
}

/** How a link is asked for. */
export interface AskedBy {
  /** undefined: any. */
  readonly method: string | undefined;
  /** As a page, which browsers want as HTML, and not as a part of one. */
  readonly isPage: boolean;
}

interface Asked extends AskedBy {
  /** By the server, from the other spelling of the path. */
  readonly isLed: boolean;
}

/** Follows links, each kind of them once, however many views have it. */
export class LinkJudge {
  readonly #input: LintInput;
  readonly #tree: PathTree;
  readonly #known = new Map<string, LinkFault | undefined>();
  readonly #budget = { steps: STEPS_MAX };

  constructor(input: LintInput, tree: PathTree) {
    this.#input = input;
    this.#tree = tree;
  }

  faultOf(value: string, { method, isPage }: AskedBy): LinkFault | undefined {
    const key = JSON.stringify([method, isPage, value]);
    if (!this.#known.has(key)) this.#known.set(key, this.#judge(value, { method, isPage }));
    return this.#known.get(key);
  }

  /** The route that answers a path in which nothing is filled in; undefined where there is none, or the method or a value is refused. */
  takerOf(path: string, method: string): SiteRoute | undefined {
    const parsed = parseLink(path);
    if (parsed.kind !== 'path') return undefined;
    for (const [nth, segments] of this.#spellings(parsed.segments).entries()) {
      const [all = []] = followPath(this.#tree, segments, { steps: Infinity });
      const claims = nth === 0 ? all : all.filter((claim) => !isOfFolder(claim));
      const taker = claims.find((claim) => methodsOf(claim)?.includes(method));
      const isMissing = taker === undefined ? claims.every(isOfFolder) : fileFault(segments, taker, true) !== undefined;
      if (isMissing) continue;
      const isTaken = taker !== undefined && refusedValue(this.#input, segments, taker) === undefined;
      return isTaken ? taker.route : undefined;
    }
    return undefined;
  }

  /** The path, and the one to which `trailingSlash: redirect` leads where no route has it, and no folder the file: never one of a folder. */
  #spellings(path: readonly AskedSegment[]): readonly (readonly AskedSegment[])[] {
    const last = path.at(-1);
    if (this.#input.site.server.trailingSlash === 'strict' || path.length === 0) return [path];
    const isEmpty = last?.kind === 'fixed' && last.text === '';
    return [path, isEmpty ? path.slice(0, -1) : [...path, { kind: 'fixed', text: '' }]];
  }

  #judge(value: string, by: AskedBy): LinkFault | undefined {
    const parsed = parseLink(value);
    switch (parsed.kind) {
      case 'other':
        return undefined;
      case 'malformed': {
        const hint = '"%" must be followed by the two hexadecimal digits of a UTF-8 octet';
        return { path: [], shown: parsed.shown, reason: 'it cannot be decoded', hint, near: [] };
      }
      case 'path':
        if (this.#input.site.links.elsewhere(samplePath(parsed.segments))) return undefined;
        return this.#followAny(parsed.segments, parsed.shown, by);
    }
  }

  #followAny(path: readonly AskedSegment[], shown: string, by: AskedBy): LinkFault | undefined {
    let first: LinkFault | undefined;
    for (const [nth, spelling] of this.#spellings(path).entries()) {
      const fault = this.#follow({ path: spelling, shown }, { ...by, isLed: nth > 0 });
      if (fault === undefined || !fault.isMissing) return fault;
      first ??= fault;
    }
    return first;
  }

  /** One route that takes the method and the values is enough. */
  #follow(link: Pick<LinkFault, 'path' | 'shown'>, { method, isPage, isLed }: Asked): LinkFault | undefined {
    const isFixed = link.path.every(({ kind }) => kind === 'fixed');
    const reached = new Set<PathClaim>();
    let fault: LinkFault | undefined;
    for (const claims of followPath(this.#tree, link.path, isFixed ? { steps: Infinity } : this.#budget)) {
      for (const claim of claims) {
        if (isLed && isOfFolder(claim)) continue;
        reached.add(claim);
        const methods = methodsOf(claim);
        if (methods !== undefined && method !== undefined && !methods.includes(method)) continue;
        const reason = refusedValue(this.#input, link.path, claim);
        const why =
          reason === undefined
            ? fileFault(link.path, claim, isPage)
            : { reason, hint: 'it would be answered with 400' };
        if (why === undefined) return undefined;
        fault ??= { ...link, ...why, near: [claim] };
      }
      // The most specific path decides, whatever its methods.
      if (isFixed) break;
    }
    if (!isFixed && this.#budget.steps < 0) return undefined;
    if (fault !== undefined) return fault;
    if (reached.size === 0) return { ...link, reason: 'no route has this path', isMissing: true, near: [] };
    const methods = [...new Set([...reached].flatMap((claim) => methodsOf(claim) ?? []))];
    const reason = `this path takes ${methods.join(', ')}, not ${method}`;
    const isMissing = [...reached].every(isOfFolder);
    return { ...link, reason, isMissing, takes: methods, near: [...reached].slice(0, NEAR_MAX) };
  }
}

/** If the path is that of a folder: why it has no such file. With a gap in it, it can be any. */
function fileFault(
  asked: readonly AskedSegment[],
  claim: PathClaim,
  isPage: boolean,
): Omit<LinkFault, 'path' | 'shown' | 'near'> | undefined {
  const { answer } = claim.route;
  const own = claim.path?.segments;
  const texts = asked.flatMap((segment) => (segment.kind === 'fixed' ? [segment.text] : []));
  if (answer.kind !== 'folder' || own?.at(-1)?.kind !== 'rest' || texts.length < asked.length) return undefined;
  const missing = findMissingFile(answer, { texts: texts.slice(own.length - 1), isPage });
  return missing && { ...missing, isMissing: true };
}

function isOfFolder({ route }: PathClaim): boolean {
  return route.answer.kind === 'folder';
}

/** What is filled in is taken for a text without a slash. */
function samplePath(segments: readonly AskedSegment[]): string {
  return segments.map((segment) => `/${segment.kind === 'fixed' ? segment.text : segment.texts.join(FILLED)}`).join('');
}

const NEAR_MAX = 3;

/** undefined: any. */
function methodsOf({ route, path }: PathClaim): readonly string[] | undefined {
  const isUnclear = path === undefined || (route.methodsAt === undefined && route.at.lost('methods'));
  return isUnclear ? undefined : route.methods;
}

/** The rule that a text of the link breaks where the path has a parameter. */
function refusedValue({ rules }: LintInput, asked: readonly AskedSegment[], claim: PathClaim): string | undefined {
  const { route, segments } = claim;
  const firstGap = asked.findIndex(({ kind }) => kind === 'filled');
  const hasRest = segments.at(-1)?.kind === 'rest';
  for (const [depth, segment] of segments.entries()) {
    if (segment.kind === 'literal') continue;
    // Behind a gap, which may be several segments, only the end of the path tells which one it is.
    const isBehindGap = firstGap !== -1 && depth >= firstGap;
    if (isBehindGap && hasRest) continue;
    const place = isBehindGap ? depth + asked.length - segments.length : depth;
    if (isBehindGap && asked.slice(Math.max(place, 0)).some(({ kind }) => kind === 'filled')) continue;
    const { schema, plain } = route.parameters.params.find(({ name }) => name === segment.name) ?? {};
    if (schema === undefined || plain === undefined || route.at.in('params').lost(segment.name)) continue;
    const texts = asked.slice(place, segment.kind === 'rest' ? undefined : place + 1);
    const fixed = texts.flatMap((text) => (text.kind === 'fixed' ? [text.text] : []));
    if (fixed.length < texts.length) continue;
    const rule = refusedText(fixed.join('/'), { schema, type: plain.type }, rules);
    if (rule !== undefined) return `"${segment.name}" ${rule}`;
  }
  return undefined;
}

/** What a finding about it says; `what` leads nowhere. */
export function saidOfLink(what: 'link' | 'form' | 'redirect', fault: LinkFault, { routes }: LintInput['site']) {
  const { shown, reason, path, near, hint = () => nearestPathHint([...routes.values()], path) } = fault;
  return {
    message: `The ${what} to "${shown}" leads nowhere: ${reason}`,
    hint,
    related: near.map(({ route: { name, at } }) => {
      return { ...at.in('path').value, message: `the path of the route "${name}" is here` };
    }),
  };
}

/** The path that differs in few letters, where its parameters stand for what the link has there. */
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
