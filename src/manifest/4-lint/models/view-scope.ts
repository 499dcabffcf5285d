import type { ParsedView } from '../../views/parsed-view.ts';
import type { ModelType, ModelTypes } from './model-types.ts';
import { type Knowledge, narrowType } from './narrow-type.ts';

/** One value while a view is shown. The same value is the same object, under whatever name the view knows it. */
export interface Cell {
  readonly type: ModelType;
}

/** What names mean at one place of a view. */
export interface Scope {
  /** `this`, then `..`, then `../..` */
  readonly contexts: readonly Cell[];
  /** `@root` */
  readonly root: Cell;
  /** For each frame of @-variables, innermost first: whether `{{#each}}` has made it. */
  readonly frames: readonly boolean[];
  /** The names behind `as |…|`, innermost first. */
  readonly blockParams: readonly ReadonlyMap<string, Cell>[];
}

/** The current position of the walk. */
export interface Place {
  readonly view: ParsedView;
  readonly scope: Scope;
  /** What `{{> @partial-block}}` shows. */
  readonly block: PartialBlock | undefined;
  /** The statement that includes the view. */
  readonly includedBy: { readonly view: ParsedView; readonly node: hbs.AST.Node } | undefined;
  /** How many inclusions lead here. */
  readonly depth: number;
}

/** The content between `{{#> view}}` and its end; it sees the names of the place where it is written. */
export interface PartialBlock {
  readonly program: hbs.AST.Program;
  readonly place: Place;
}

/** A value reached by names from another one in the scope. */
export interface Way {
  readonly from: Cell;
  readonly parts: readonly string[];
}

export function rootScope(type: ModelType): Scope {
  const root = { type };
  return { contexts: [root], root, frames: [false], blockParams: [] };
}

/** The scope, once something is known of a value. Undefined: that is impossible, so nothing is ever shown there. */
export function narrowScope(types: ModelTypes, scope: Scope, way: Way, known: Knowledge): Scope | undefined {
  const type = narrowType(types, way.from.type, way.parts, known);
  if (type.variants.length === 0) return undefined;
  if (type === way.from.type) return scope;
  const narrowed = { type };
  const replace = (cell: Cell) => (cell === way.from ? narrowed : cell);
  return {
    contexts: scope.contexts.map(replace),
    root: replace(scope.root),
    frames: scope.frames,
    blockParams: scope.blockParams.map((names) => new Map([...names].map(([name, cell]) => [name, replace(cell)]))),
  };
}

/** More frames than any view counts by `@../`: without a bound, a view that includes itself would add one each time. */
const FRAMES_MAX = 8;

/** The scope inside a block that shows another value than its surroundings. */
export function innerScope(
  scope: Scope,
  context: Cell,
  { each = false, names = [] }: { readonly each?: boolean; readonly names?: readonly (readonly [string, Cell])[] } = {},
): Scope {
  return {
    // Handlebars adds no level where the value stays the same.
    contexts: scope.contexts[0] === context ? scope.contexts : [context, ...scope.contexts],
    root: scope.root,
    frames: each ? [true, ...scope.frames].slice(0, FRAMES_MAX) : scope.frames,
    blockParams: names.length === 0 ? scope.blockParams : [new Map(names), ...scope.blockParams],
  };
}

/** The scope of a view that is included with a value: it sees nothing of its surroundings. */
export function includedScope(scope: Scope, context: Cell, { inBlock }: { readonly inBlock: boolean }): Scope {
  const frames = inBlock ? [false, ...scope.frames].slice(0, FRAMES_MAX) : scope.frames;
  return { contexts: [context], root: scope.root, frames, blockParams: [] };
}
