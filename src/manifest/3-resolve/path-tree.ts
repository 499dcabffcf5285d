import type { PathSegment } from '../../contract/program.ts';
import { getOrMake } from '../collections/get-or-make.ts';

/** One node in a tree of paths. `End` is what is known of the paths that end there. */
export interface PathNode<End> {
  readonly literals: Map<string, PathNode<End>>;
  parameter: PathNode<End> | undefined;
  rest: End | undefined;
  end: End | undefined;
}

export function emptyNode<End>(): PathNode<End> {
  return { literals: new Map(), parameter: undefined, rest: undefined, end: undefined };
}

/**
 * The paths, besides its own, by which a folder can be asked for: with an empty last parameter, and without the slash before it. The
 * second has no parameter, since that leads to the first.
 */
export function folderPaths(path: readonly PathSegment[]): readonly (readonly PathSegment[])[] {
  const above = path.slice(0, -1);
  const empty = [...above, { kind: 'literal', text: '' } as const];
  return above.length === 0 ? [empty] : [empty, above];
}

/** The end of a path in a tree, which grows that far. */
export function growPath<End>(root: PathNode<End>, path: readonly PathSegment[], newEnd: () => End): End {
  let node = root;
  for (const segment of path) {
    switch (segment.kind) {
      case 'rest':
        node.rest ??= newEnd();
        return node.rest;
      case 'parameter':
        node.parameter ??= emptyNode();
        node = node.parameter;
        break;
      case 'literal':
        node = getOrMake(node.literals, segment.text, () => emptyNode());
    }
  }
  node.end ??= newEnd();
  return node.end;
}
