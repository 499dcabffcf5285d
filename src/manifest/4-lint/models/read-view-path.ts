import { nameHint } from '../../findings/nearest-name.ts';
import type { ModelType, ModelTypes, Variant } from './model-types.ts';
import type { Cell, Scope } from './view-scope.ts';

/** Where a path of a view begins, and which of its parts still lead on from there. */
export type PathStart =
  /** `lenient`: if the last of its names is missing, Handlebars prints nothing and does not fail. */
  | { readonly kind: 'cell'; readonly cell: Cell; readonly skipped: number; readonly lenient: boolean }
  /** A variable such as @index. */
  | { readonly kind: 'type'; readonly type: ModelType; readonly skipped: number }
  /** It leads nowhere. `isPart`: that is its first name's fault, which does no harm where nothing is printed. */
  | { readonly kind: 'wrong'; readonly message: string; readonly hint: string | undefined; readonly isPart: boolean };

const VARIABLES: readonly string[] = ['page', 'root', 'index', 'key', 'first', 'last'];

/** What gives names a meaning besides the scope. */
export interface Surroundings {
  readonly types: ModelTypes;
  /** `@page` */
  readonly pageData: ModelType;
}

/** Finds what the first name of a path means, as the Handlebars compiler does. */
export function startOfPath(path: hbs.AST.PathExpression, scope: Scope, around: Surroundings): PathStart {
  const [name = ''] = path.parts;
  const scoped = /^\.|this\b/.test(path.original);
  const named = path.depth === 0 && !scoped ? scope.blockParams.find((names) => names.has(name))?.get(name) : undefined;
  if (named !== undefined) return { kind: 'cell', cell: named, skipped: 1, lenient: true };
  if (path.data && path.parts.length > 0) return startOfVariable(name, path.depth, { scope, ...around });
  const cell = scope.contexts[path.depth];
  if (cell !== undefined) return { kind: 'cell', cell, skipped: 0, lenient: false };
  const hint = 'only {{#each}} and {{#with}} have an outside, and a view that is included sees what it is given';
  return { kind: 'wrong', message: `"${path.original}" leads out of the view`, hint, isPart: false };
}

function startOfVariable(
  name: string,
  depth: number,
  { scope, types, pageData }: Surroundings & { readonly scope: Scope },
): PathStart {
  const inEach = scope.frames.slice(depth).includes(true);
  const ofEach = (type: ModelType): PathStart => {
    if (inEach) return { kind: 'type', type, skipped: 1 };
    return { kind: 'wrong', message: `"@${name}" exists only inside {{#each}}`, hint: undefined, isPart: true };
  };
  switch (name) {
    case 'root':
      return { kind: 'cell', cell: scope.root, skipped: 1, lenient: false };
    case 'page':
      return { kind: 'type', type: pageData, skipped: 1 };
    case 'partial-block':
      return { kind: 'type', type: types.any, skipped: 1 };
    case 'index':
      return ofEach(types.plain('a number'));
    case 'key':
      // The index of an item in a list, or the name of a property.
      return ofEach(types.union([types.plain('text'), types.plain('a number')]));
    case 'first':
    case 'last':
      return ofEach(types.plain('true or false'));
    default: {
      const hint = nameHint(name, VARIABLES)?.replace('"', '"@');
      return { kind: 'wrong', message: `Unknown variable "@${name}"`, hint, isPart: false };
    }
  }
}

/** What a name means in a value. */
export type Step =
  /** The type says `absent` if the name can be missing. */
  | { readonly kind: 'found'; readonly type: ModelType }
  /** No alternative has it. */
  | { readonly kind: 'unknown'; readonly names: readonly string[] };

/** `printed`: the name is the last of a path whose value is printed. */
export function stepInto(types: ModelTypes, type: ModelType, name: string, printed = false): Step {
  const given = type.variants.filter(({ kind }) => kind !== 'absent' && kind !== 'null');
  const found = given.map((variant) => insideOf(types, variant, name, printed));
  if (found.every((one) => one === undefined)) {
    const names = given.flatMap((variant) => (variant.kind === 'object' ? variant.names : []));
    return { kind: 'unknown', names: [...new Set(names)] };
  }
  return { kind: 'found', type: types.union(found.map((one) => one ?? types.absent)) };
}

function insideOf(types: ModelTypes, variant: Variant, name: string, printed: boolean): ModelType | undefined {
  switch (variant.kind) {
    case 'any':
      return types.any;
    case 'object':
      return variant.property(name) ?? (variant.open ? types.any : undefined);
    case 'list': {
      if (name === 'length') return types.plain('a number');
      if (!/^\d+$/.test(name)) return undefined;
      return Number(name) < variant.itemsMin ? variant.items() : types.union([variant.items(), types.absent]);
    }
    case 'plain':
      // Handlebars fails on the length of a text only where it prints it.
      return name === 'length' && variant.words === 'text' && !printed ? types.plain('a number') : undefined;
    case 'absent':
    case 'null':
      return undefined;
  }
}
