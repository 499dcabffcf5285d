import type { PathSegment } from '../../contract/program.ts';

/** A path, and the route that has it. */
export interface LinkTarget {
  readonly route: string;
  readonly segments: readonly PathSegment[];
  /** undefined: any. */
  readonly methods: readonly string[] | undefined;
}

/** One segment of a link, decoded. A view may fill in parts of it when it is shown, with at least one character each. */
export type LinkSegment =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'filled' }
  | { readonly kind: 'part-filled'; readonly pattern: RegExp };

/**
 * All paths of a manifest, to be asked where links lead. A link with parts that are filled in can take many ways at
 * once: they are followed together, and each step is worked out once, however many links take it.
 */
export class LinkTree {
  readonly #root: State;

  constructor(targets: Iterable<LinkTarget>) {
    const root = newNode();
    for (const target of targets) add(root, target);
    this.#root = new State([root]);
  }

  /** Every path that the link can lead to, in groups of those that end together; none, where nothing answers it. */
  follow(link: readonly LinkSegment[]): readonly TargetGroup[] {
    const found: TargetGroup[] = [];
    let state = this.#root;
    for (const [depth, segment] of link.entries()) {
      const restIsEmpty = depth === link.length - 1 && segment.kind === 'fixed' && segment.text === '';
      if (!restIsEmpty) found.push(state.rests);
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
  readonly #next = new Map<string, State>();
  #children: ReadonlyMap<string, readonly Node[]> | undefined;

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
    this.rests = new TargetGroup(nodes.flatMap(({ rests }) => rests));
    this.ends = new TargetGroup(nodes.flatMap(({ ends }) => ends));
  }

  step(segment: LinkSegment): State {
    const key = keyOf(segment);
    const next = this.#next.get(key) ?? new State([...this.#literalNodes(segment), ...this.#parameterNodes(segment)]);
    this.#next.set(key, next);
    return next;
  }

  #literalNodes(segment: LinkSegment): readonly Node[] {
    this.#children ??= childrenOf(this.#nodes);
    switch (segment.kind) {
      case 'fixed':
        return this.#children.get(segment.text) ?? [];
      case 'filled':
        return [...this.#children].flatMap(([text, nodes]) => (text === '' ? [] : nodes));
      case 'part-filled':
        return [...this.#children].flatMap(([text, nodes]) => (segment.pattern.test(text) ? nodes : []));
    }
  }

  /** A parameter takes no empty segment. */
  #parameterNodes(segment: LinkSegment): readonly Node[] {
    if (segment.kind === 'fixed' && segment.text === '') return [];
    return this.#nodes.flatMap(({ parameter }) => parameter ?? []);
  }
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
  switch (segment.kind) {
    case 'fixed':
      return `=${segment.text}`;
    case 'filled':
      return '*';
    case 'part-filled':
      return `~${segment.pattern.source}`;
  }
}
