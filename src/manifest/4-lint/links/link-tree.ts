import type { PathSegment } from '../../../contract/program.ts';

/** A path, and the route that has it. */
export interface LinkTarget {
  readonly route: string;
  readonly segments: readonly PathSegment[];
  /** undefined: any. */
  readonly methods: readonly string[] | undefined;
}

/** One segment of a link, decoded; or several, where a view fills in text when it is shown: nothing, or slashes too. */
export type LinkSegment =
  | { readonly kind: 'fixed'; readonly text: string }
  /** What stands before, between and behind the gaps that are filled in: one text more than there are gaps. */
  | { readonly kind: 'filled'; readonly texts: readonly string[] };

/** So many places are visited for all links with gaps; after that, such links are taken to lead somewhere. */
const VISITS_MAX = 10_000_000;

/**
 * All paths of a manifest, to be asked where links lead. A link with parts that are filled in can take many ways at
 * once: they are followed together, and each step is worked out once, however many links take it.
 */
export class LinkTree {
  readonly #root: State;
  readonly #visits = { left: VISITS_MAX };

  constructor(targets: Iterable<LinkTarget>) {
    const root = newNode();
    for (const target of targets) add(root, target);
    this.#root = new State([root], this.#visits);
  }

  /**
   * Every path that the link can lead to, in groups of those that end together; none, where nothing answers it.
   * Undefined: it was not found out.
   */
  follow(link: readonly LinkSegment[]): readonly TargetGroup[] | undefined {
    if (this.#visits.left <= 0 && link.some(({ kind }) => kind === 'filled')) return undefined;
    const found: TargetGroup[] = [];
    let state = this.#root;
    for (const [depth, segment] of link.entries()) {
      const restIsEmpty = depth === link.length - 1 && segment.kind === 'fixed' && segment.text === '';
      if (!restIsEmpty) found.push(state.rests);
      if (segment.kind === 'filled') found.push(...state.within(segment));
      state = state.step(segment);
    }
    return [...found, state.ends].filter(({ all }) => all.length > 0);
  }
}

/** Paths that end at the same place, by the methods that they take. */
export class TargetGroup {
  readonly all: readonly LinkTarget[];
  readonly #byMethod = new Map<string, LinkTarget[]>();
  readonly #forAny: LinkTarget[] = [];

  constructor(targets: readonly LinkTarget[]) {
    this.all = targets;
    for (const target of targets) {
      if (target.methods === undefined) this.#forAny.push(target);
      for (const method of target.methods ?? []) {
        const known = this.#byMethod.get(method);
        if (known === undefined) this.#byMethod.set(method, [target]);
        else known.push(target);
      }
    }
  }

  get methods(): Iterable<string> {
    return this.#byMethod.keys();
  }

  /** undefined: whatever the method is. */
  *taking(method: string | undefined): Generator<LinkTarget> {
    if (method === undefined) yield* this.all;
    else {
      yield* this.#byMethod.get(method) ?? [];
      yield* this.#forAny;
    }
  }
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly rests: LinkTarget[];
  readonly ends: LinkTarget[];
}

function newNode(): Node {
  return { literals: new Map(), parameter: undefined, rests: [], ends: [] };
}

function add(root: Node, target: LinkTarget): void {
  let node = root;
  for (const segment of target.segments) {
    switch (segment.kind) {
      case 'rest':
        node.rests.push(target);
        return;
      case 'parameter':
        node.parameter ??= newNode();
        node = node.parameter;
        break;
      case 'literal': {
        const child = node.literals.get(segment.text) ?? newNode();
        node.literals.set(segment.text, child);
        node = child;
      }
    }
  }
  node.ends.push(target);
}

/** The places in the tree that one beginning of a link can lead to. */
class State {
  readonly rests: TargetGroup;
  readonly ends: TargetGroup;
  readonly #nodes: readonly Node[];
  readonly #parameters: readonly Node[];
  readonly #visits: { left: number };
  readonly #next = new Map<string, State>();
  readonly #spanned = new Map<string, State>();
  #children: ReadonlyMap<string, readonly Node[]> | undefined;

  constructor(nodes: readonly Node[], visits: { left: number }) {
    visits.left -= nodes.length;
    this.#visits = visits;
    this.#nodes = nodes;
    this.#parameters = nodes.flatMap(({ parameter }) => parameter ?? []);
    this.rests = new TargetGroup(nodes.flatMap(({ rests }) => rests));
    this.ends = new TargetGroup(nodes.flatMap(({ ends }) => ends));
  }

  step(segment: LinkSegment): State {
    const key = keyOf(segment);
    const known = this.#next.get(key);
    if (known !== undefined) return known;
    const next = new State(this.#nodesBehind(segment), this.#visits);
    this.#next.set(key, next);
    return next;
  }

  /** Where a path can end, or a rest begin, while a gap of the segment is still being filled in. */
  within({ texts }: FilledSegment): readonly TargetGroup[] {
    const [head = ''] = texts;
    const { rests } = this.#span(head);
    // Right behind a text, a query may be filled in: then the path is over.
    return head === '' ? [rests] : [rests, this.step({ kind: 'fixed', text: head }).ends];
  }

  #nodesBehind(segment: LinkSegment): readonly Node[] {
    // A parameter takes no empty segment.
    if (segment.kind === 'fixed') {
      this.#children ??= childrenOf(this.#nodes);
      return [...(this.#children.get(segment.text) ?? []), ...(segment.text === '' ? [] : this.#parameters)];
    }
    const { texts } = segment;
    const single = [...this.#literalNodes((text) => fits(text, texts)), ...this.#parameters];
    const span = this.#span(texts[0] ?? '');
    const last = texts.at(-1) ?? '';
    // Across slashes, the texts between two gaps are not looked for: too many links count as good, never too few.
    return [...new Set([...single, ...span.#literalNodes((text) => text.endsWith(last)), ...span.#parameters])];
  }

  /** All places in and below the segments that begin so. */
  #span(head: string): State {
    const known = this.#spanned.get(head);
    if (known !== undefined) return known;
    const nodes = new Set([...this.#literalNodes((text) => text.startsWith(head)), ...this.#parameters]);
    // What is added while a set is gone through comes last in it.
    for (const { literals, parameter } of nodes) {
      for (const child of literals.values()) nodes.add(child);
      if (parameter !== undefined) nodes.add(parameter);
    }
    const span = new State([...nodes], this.#visits);
    this.#spanned.set(head, span);
    return span;
  }

  #literalNodes(takes: (text: string) => boolean): readonly Node[] {
    this.#children ??= childrenOf(this.#nodes);
    this.#visits.left -= this.#children.size;
    return [...this.#children].flatMap(([text, nodes]) => (takes(text) ? nodes : []));
  }
}

type FilledSegment = Extract<LinkSegment, { readonly kind: 'filled' }>;

/** Whether some text in the gaps makes them this one. */
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

function childrenOf(nodes: readonly Node[]): ReadonlyMap<string, readonly Node[]> {
  const children = new Map<string, Node[]>();
  for (const { literals } of nodes) {
    for (const [text, node] of literals) {
      const known = children.get(text);
      if (known === undefined) children.set(text, [node]);
      else known.push(node);
    }
  }
  return children;
}

function keyOf(segment: LinkSegment): string {
  return segment.kind === 'fixed' ? `=${segment.text}` : JSON.stringify(segment.texts);
}
