import type { PathSegment } from '../../../contract/program.ts';
import { parsePath } from '../../3-resolve/parse-path.ts';
import { emptyNode, folderPaths, growPath, type PathNode } from '../../3-resolve/path-tree.ts';
import type { RoutePath, SiteRoute } from '../../3-resolve/site.ts';
import { answersOfKind } from '../../3-resolve/site-answer.ts';
import { getOrMake } from '../../collections/get-or-make.ts';

/** A path, and the route that has it. */
export interface PathClaim {
  readonly route: SiteRoute;
  readonly segments: readonly PathSegment[];
  /** undefined: it could not be read, and `segments` is what it may have meant. */
  readonly path: RoutePath | undefined;
}

/** All paths, whatever the methods: equally specific ones end at the same node. */
export type PathTree = PathNode<PathClaim[]>;

export function buildPathTree(routes: Iterable<SiteRoute>): PathTree {
  const root: PathTree = emptyNode();
  const all = [...routes];
  for (const route of all) {
    const read = route.paths.map((path) => ({ route, path, segments: path.segments }));
    const guessed = route.badPaths.map(({ text, start }) => ({
      route,
      path: undefined,
      segments: meantBy(text, start),
    }));
    for (const claim of [...read, ...guessed]) growPath(root, claim.segments, () => []).push(claim);
  }
  for (const route of all) {
    if (answersOfKind(route.answer, 'folder').length === 0) continue;
    for (const path of route.paths) {
      for (const segments of folderPaths(path.segments))
        growPath(root, segments, () => []).push({ route, path, segments });
    }
  }
  return root;
}

/** From `start` on the path is wrong, which is reported: anything that begins like it may reach it. */
function meantBy(path: string, start: number): readonly PathSegment[] {
  const mended = parsePath(`/${path.replace(/^\/+/, '')}`);
  if (mended.kind === 'path') return mended.segments;
  const head = parsePath(path.slice(0, start).replace(/\/$/, ''));
  return [...(head.kind === 'path' ? head.segments : []), { kind: 'rest', name: 'rest' }];
}

/** One decoded segment of a path that is followed; or several, if something is filled in: it can be empty, or hold slashes. */
export type AskedSegment =
  | { readonly kind: 'fixed'; readonly text: string }
  /** The texts before, between and after the gaps: one more than there are gaps. */
  | { readonly kind: 'filled'; readonly texts: readonly string[] };

/** How many nodes can still be visited: some paths lead astray very often. */
export interface Budget {
  steps: number;
}

/**
 * Where a path can end, in the matcher's order: from the left a literal beats a parameter beats the rest, and the method
 * is checked after that. Incomplete if the budget is used up.
 */
export function* followPath(
  root: PathTree,
  asked: readonly AskedSegment[],
  budget: Budget,
): Generator<readonly PathClaim[]> {
  yield* new Walk(asked, budget).from(root, 0);
}

/** One walk through the tree that visits no node twice. */
class Walk {
  readonly #asked: readonly AskedSegment[];
  readonly #budget: Budget;
  /** By the index of the next segment. */
  readonly #visited = new Map<number, Set<PathTree>>();
  /** The same inside a gap. */
  readonly #visitedWithin = new Map<number, Set<PathTree>>();

  constructor(asked: readonly AskedSegment[], budget: Budget) {
    this.#asked = asked;
    this.#budget = budget;
  }

  *from(node: PathTree, at: number): Generator<readonly PathClaim[]> {
    const segment = this.#asked[at];
    if (segment === undefined) {
      if (node.end !== undefined) yield node.end;
      return;
    }
    if (!this.#enters(this.#visited, node, at)) return;
    if (segment.kind === 'filled') yield* this.#fromGap(node, segment.texts, at);
    else {
      const literal = node.literals.get(segment.text);
      if (literal !== undefined) yield* this.from(literal, at + 1);
      const isEmpty = segment.text === '';
      // A parameter takes no empty segment, and the rest at least one character.
      if (node.parameter !== undefined && !isEmpty) yield* this.from(node.parameter, at + 1);
      if (node.rest !== undefined && !(isEmpty && at === this.#asked.length - 1)) yield node.rest;
    }
  }

  *#fromGap(node: PathTree, texts: readonly string[], at: number): Generator<readonly PathClaim[]> {
    const [head = ''] = texts;
    if (node.rest !== undefined) yield node.rest;
    // After a text, the gap can be a query: then the path is over.
    if (head !== '') for (const end of [node.literals.get(head)?.end, node.parameter?.end]) if (end) yield end;
    for (const [text, next] of this.#literalsOf(node)) {
      if (fits(text, texts)) yield* this.from(next, at + 1);
      if (text.startsWith(head)) yield* this.#within(next, at);
    }
    if (node.parameter === undefined) return;
    yield* this.from(node.parameter, at + 1);
    yield* this.#within(node.parameter, at);
  }

  /** After a slash that is filled in. The texts between gaps are ignored: this accepts too many links, never too few. */
  *#within(node: PathTree, at: number): Generator<readonly PathClaim[]> {
    const segment = this.#asked[at];
    if (segment?.kind !== 'filled' || !this.#enters(this.#visitedWithin, node, at)) return;
    const tail = segment.texts.at(-1) ?? '';
    if (node.rest !== undefined) yield node.rest;
    for (const [text, next] of this.#literalsOf(node)) {
      if (text.endsWith(tail)) yield* this.from(next, at + 1);
      yield* this.#within(next, at);
    }
    if (node.parameter === undefined) return;
    yield* this.from(node.parameter, at + 1);
    yield* this.#within(node.parameter, at);
  }

  #literalsOf({ literals }: PathTree): PathTree['literals'] {
    this.#budget.steps -= literals.size;
    return literals;
  }

  #enters(visited: Map<number, Set<PathTree>>, node: PathTree, at: number): boolean {
    const known = getOrMake(visited, at, () => new Set());
    this.#budget.steps -= 1;
    if (this.#budget.steps < 0 || known.has(node)) return false;
    known.add(node);
    return true;
  }
}

/** Whether the gaps can be filled so that they become this text. */
function fits(text: string, texts: readonly string[]): boolean {
  const [head = '', ...others] = texts;
  const tail = others.pop() ?? '';
  const end = text.length - tail.length;
  let at = head.length;
  if (at > end || !text.startsWith(head) || !text.endsWith(tail)) return false;
  for (const other of others) {
    const found = text.indexOf(other, at);
    if (found === -1 || found + other.length > end) return false;
    at = found + other.length;
  }
  return true;
}
