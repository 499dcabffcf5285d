import { getOrMake } from '../../collections/get-or-make.ts';
import { type ParsedView, spanOfNode, textOfNode } from '../../views/parsed-view.ts';
import {
  asPath,
  hasZero,
  type Inclusion,
  isBlock,
  isHelper,
  isInclusion,
  isMustache,
  isPageSlot,
  partialName,
} from '../../views/view-nodes.ts';
import type { ModelType } from './model-types.ts';
import { itemsOf, type Knowledge, plainBlockKind } from './narrow-type.ts';
import { ValueReader, type ValueReaderParts, type ViewValue } from './read-view-value.ts';
import { type Cell, includedScope, innerScope, narrowScope, type Place, rootScope, type Scope } from './view-scope.ts';

/** A page, and what it is made of. */
export interface PageWalk extends ValueReaderParts {
  readonly views: ReadonlyMap<string, ParsedView>;
  /** Undefined, like `page`: a built-in one, which is known to be right. */
  readonly layout: ParsedView | undefined;
  readonly page: ParsedView | undefined;
  readonly model: ModelType;
}

/** Walks through a page as it will be shown (its layout, its view and all that they include), and checks its names. */
export function walkPage(walk: PageWalk): void {
  const walker = new PageWalker(walk);
  const view = walk.layout ?? walk.page;
  const start = { scope: rootScope(walk.model), block: undefined, includedBy: undefined, depth: 0 };
  if (view !== undefined) walker.walk(view.ast, { ...start, view });
}

/** For one page, nested. Only views that give themselves ever new values have more. */
const INCLUSIONS_MAX = 1000;
const INCLUSION_DEPTH_MAX = 32;

/** A block without an inside, or without an else. */
type MaybeProgram = hbs.AST.Program | undefined;

interface BlockValue {
  readonly value: ViewValue;
  readonly place: Place;
}

class PageWalker {
  readonly #walk: PageWalk;
  readonly #values: ValueReader;
  /** The inclusions that were checked: a second time would report the same. */
  readonly #seen = new Set<string>();
  readonly #blockNumbers = new Map<unknown, number>();

  constructor(walk: PageWalk) {
    this.#walk = walk;
    this.#values = new ValueReader(walk);
  }

  walk(program: MaybeProgram, place: Place): void {
    for (const statement of program?.body ?? []) this.#statement(statement, place);
  }

  #statement(node: hbs.AST.Statement, place: Place): void {
    if (isMustache(node)) this.#mustache(node, place);
    else if (isBlock(node)) this.#block(node, place);
    else if (isInclusion(node)) this.#partial(node, place);
  }

  #mustache(node: hbs.AST.MustacheStatement, place: Place): void {
    const { path, params } = node;
    if (params.length > 0) {
      const { type, sound } = this.#values.readLookup(node, place);
      const written = textOfNode(place.view, node);
      if (sound) this.#values.expectPlain(place, { at: spanOfNode(place.view, node), type, written });
    } else if (!isHelper(path)) this.#values.read(asPath(path), place, 'print');
    this.#hash(node, place);
  }

  #block(node: hbs.AST.BlockStatement, place: Place): void {
    const { path, params, program } = node;
    const [param] = params;
    this.#hash(node, place);
    if (params.length === 0 && !isHelper(path)) {
      this.#plainBlock(node, { value: this.#values.read(asPath(path), place, 'require'), place });
    } else if (!isHelper(path) || params.length !== 1 || param === undefined) {
      for (const each of params) this.#values.read(each, place, 'probe');
      this.walk(program, this.#inUnknown(place));
      this.walk(node.inverse, place);
    } else {
      this.#helperBlock(node, { value: this.#values.read(param, place, 'probe'), place });
    }
  }

  #helperBlock(node: hbs.AST.BlockStatement, at: BlockValue): void {
    const { program, inverse } = node;
    const zeroToo = hasZero(node);
    switch (node.path.original) {
      case 'if':
        this.#condition({ yes: program, no: inverse, zeroToo }, at);
        return;
      case 'unless':
        this.#condition({ yes: inverse, no: program, zeroToo }, at);
        return;
      case 'each':
        this.#each(node, at);
        return;
      case 'with':
        this.#with(node, at);
        return;
      default:
        this.walk(program, this.#inUnknown(at.place));
        this.walk(inverse, at.place);
    }
  }

  /** What a block shows instead. */
  #else(program: MaybeProgram, { value, place }: BlockValue, known: Knowledge): void {
    const scope = this.#narrowed(value, place.scope, known);
    if (scope !== undefined) this.walk(program, { ...place, scope });
  }

  #condition(sides: Sides, at: BlockValue): void {
    const { value, place } = at;
    const { yes, no, zeroToo } = sides;
    if (!value.sound) {
      // What written data lack is certainly false.
      if (!this.#walk.literal) this.walk(yes, place);
      this.walk(no, place);
      return;
    }
    const yesScope = this.#narrowed(value, place.scope, zeroToo ? 'full' : 'truthy');
    if (yesScope !== undefined) this.walk(yes, { ...place, scope: yesScope });
    this.#else(no, at, zeroToo ? 'empty' : 'falsy');
  }

  #each({ program, params, inverse }: hbs.AST.BlockStatement, at: BlockValue): void {
    const { types, literal } = this.#walk;
    const { value, place } = at;
    this.#else(inverse, at, 'none');
    if (!value.sound && literal) return;
    const items = value.sound ? value.type.variants.map((variant) => itemsOf(types, variant)) : [types.any];
    const item = types.union(items);
    if (item.variants.length === 0) {
      this.#refuseItems(value, params[0], place);
      return;
    }
    const scope = this.#narrowed(value, place.scope, 'some');
    if (scope === undefined) return;
    const cell = { type: item };
    const key = { type: types.union([types.plain('text'), types.plain('a number')]) };
    const [itemName, keyName] = program?.blockParams ?? [];
    const names = [...named(itemName, cell), ...named(keyName, key)];
    this.walk(program, { ...place, scope: innerScope(scope, cell, { each: true, names }) });
  }

  #refuseItems({ type }: ViewValue, param: hbs.AST.Expression | undefined, place: Place): void {
    const plain = type.variants.find(({ kind }) => kind === 'plain');
    if (param === undefined || plain?.kind !== 'plain') return;
    const message = `"${textOfNode(place.view, param)}" has no items: it is ${plain.words}`;
    this.#values.add(place, spanOfNode(place.view, param), message, 'only lists and objects have items');
  }

  #with({ program, inverse }: hbs.AST.BlockStatement, at: BlockValue): void {
    const { literal } = this.#walk;
    const { value, place } = at;
    this.#else(inverse, at, 'empty');
    if (!value.sound && literal) return;
    const scope = this.#narrowed(value, place.scope, 'full');
    if (scope === undefined) return;
    const cell = this.#cellOf(value, place.scope, scope);
    if (cell.type.variants.length === 0) return;
    const [name] = program?.blockParams ?? [];
    this.walk(program, { ...place, scope: innerScope(scope, cell, { names: named(name, cell) }) });
  }

  /** `{{#name}}`: iterates over a list, steps into an object, and is a condition for anything else. */
  #plainBlock(node: hbs.AST.BlockStatement, at: BlockValue): void {
    const { program, inverse } = node;
    const kinds = new Set(at.value.type.variants.map((variant) => plainBlockKind(variant)));
    kinds.delete('else');
    const [kind] = kinds.size === 1 ? kinds : ['unknown'];
    if (kind === 'if') {
      this.#condition({ yes: program, no: inverse, zeroToo: false }, at);
      return;
    }
    if (kind === 'each') this.#each({ ...node, params: [node.path] }, at);
    else if (kind === 'with') this.#with(node, at);
    else {
      if (kinds.size > 0) this.walk(program, this.#inUnknown(at.place));
      this.#else(inverse, at, 'empty');
    }
  }

  #narrowed({ way, sound }: ViewValue, scope: Scope, known: Knowledge): Scope | undefined {
    return way === undefined || !sound ? scope : narrowScope(this.#walk.types, scope, way, known);
  }

  /** The cell of the value that a block steps into: a new one, unless it already has a name. */
  #cellOf({ type, way, sound }: ViewValue, before: Scope, after: Scope): Cell {
    const { types } = this.#walk;
    if (way === undefined || !sound || way.parts.length > 0) {
      return {
        type: sound ? types.of(type.variants.filter(({ kind }) => kind !== 'absent' && kind !== 'null')) : types.any,
      };
    }
    const index = before.contexts.indexOf(way.from);
    if (index !== -1) return after.contexts[index] ?? way.from;
    return before.root === way.from ? after.root : way.from;
  }

  #partial(node: Inclusion, place: Place): void {
    const { layout, page, views } = this.#walk;
    const name = partialName(node) ?? '';
    const [param] = node.params;
    const value = param === undefined ? undefined : this.#values.read(param, place, 'probe');
    const given = this.#hash(node, place);
    if (place.view === layout && isPageSlot(node)) {
      if (page !== undefined) this.walk(page.ast, { ...place, view: page });
      return;
    }
    const [own = { type: this.#walk.types.any }] = place.scope.contexts;
    const cell = this.#givenCell(value === undefined ? own : this.#cellOf(value, place.scope, place.scope), given);
    if (name === '@partial-block') {
      this.#partialBlock(cell, place);
      return;
    }
    const view = views.get(name);
    if (view === undefined) return;
    const program = 'program' in node ? node.program : undefined;
    const block = program === undefined ? place.block : { program, place };
    const scope = includedScope(place.scope, cell, { inBlock: program !== undefined });
    const included = { view, scope, block, includedBy: { view: place.view, node }, depth: place.depth + 1 };
    if (this.#isNew(included)) this.walk(view.ast, included);
  }

  #partialBlock(cell: Cell, { block, scope }: Place): void {
    if (block === undefined) return;
    const { frames, root } = scope;
    const inside = innerScope(block.place.scope, cell);
    const depth = block.place.depth + 1;
    this.walk(block.program, { ...block.place, scope: { ...inside, root, frames: [false, ...frames] }, depth });
  }

  /** The value that an included view gets: named values beside it become its properties. */
  #givenCell(cell: Cell, given: ReadonlyMap<string, ModelType>): Cell {
    if (given.size === 0) return cell;
    const { types } = this.#walk;
    const added = cell.type.variants.map((variant) => {
      if (variant.kind === 'any') return variant;
      if (variant.kind !== 'object') return types.ofProperties(given);
      return [...given].reduce((object, [name, type]) => types.withProperty(object, name, type), variant);
    });
    return { type: types.of(added) };
  }

  /** The named values, as in `{{> view name=value}}`. */
  #hash(node: { readonly hash: hbs.AST.Hash | undefined }, place: Place): ReadonlyMap<string, ModelType> {
    const pairs = node.hash?.pairs ?? [];
    return new Map(pairs.map(({ key, value }) => [key, this.#values.read(value, place, 'probe').type]));
  }

  #inUnknown(place: Place): Place {
    const unknown = { type: this.#walk.types.any };
    const { scope } = place;
    const names = (params: ReadonlyMap<string, Cell>) => new Map([...params.keys()].map((name) => [name, unknown]));
    const contexts = [unknown, ...scope.contexts.map(() => unknown)];
    const blockParams = scope.blockParams.map(names);
    return { ...place, scope: { contexts, root: scope.root, frames: [true, ...scope.frames], blockParams } };
  }

  #isNew({ view, scope, block, depth }: Place): boolean {
    if (depth > INCLUSION_DEPTH_MAX || this.#seen.size >= INCLUSIONS_MAX) return false;
    const { contexts, root, frames } = scope;
    const blockNumber = getOrMake(this.#blockNumbers, block, () => this.#blockNumbers.size);
    const isRoot = contexts[0] === root;
    const key = [contexts[0]?.type.id, root.type.id, isRoot, frames.join(''), blockNumber, view.name].join(' ');
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

interface Sides {
  readonly yes: MaybeProgram;
  readonly no: MaybeProgram;
  /** A number 0 counts as true. */
  readonly zeroToo: boolean;
}

function named(name: string | undefined, cell: Cell): readonly (readonly [string, Cell])[] {
  return name === undefined ? [] : [[name, cell]];
}
