import type { SourceSpan } from '../../../contract/diagnostic.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { spanOf } from '../../findings/source.ts';
import { offsetOf, type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import { type Call, isCall, isNameLiteral, isPath } from '../../views/view-nodes.ts';
import type { ModelType, ModelTypes, Variant } from './model-types.ts';
import { startOfPath, stepInto } from './read-view-path.ts';
import type { Place, Way } from './view-scope.ts';

/** The value of an expression in a view. */
export interface ViewValue {
  readonly type: ModelType;
  /** How the scope leads to it; undefined if it does not. */
  readonly way: Way | undefined;
  /** False: a mistake in it was reported, or could have been. */
  readonly sound: boolean;
}

/** Words for the data of a page. */
export interface PageWords {
  /** Follows the name that is not there: "the model does not declare it". */
  readonly undeclared: string;
  /** Follows the name that may be missing: "the model does not require it". */
  readonly missing: string;
  readonly missingHint: string;
}

/** One use of a name that the view's data do not support. */
export interface ViewProblem {
  readonly view: ParsedView;
  readonly at: SourceSpan;
  readonly message: string;
  readonly hint: string | undefined;
  readonly includedBy: Place['includedBy'];
  /** It does no harm: it is no mistake if the same place is valid for another page. */
  readonly harmless: boolean;
}

/** Takes the findings. */
export interface ProblemSink {
  add(problem: ViewProblem): void;
  /** The name at this place is valid for this page. */
  approve(at: SourceSpan): void;
}

export interface ValueReaderParts {
  readonly types: ModelTypes;
  /** What every view gets beside its model: `@page`. */
  readonly pageData: ModelType;
  readonly words: PageWords;
  /** The data of the page are written down, so a name that they lack may be one that only other data have. */
  readonly literal: boolean;
  readonly sink: ProblemSink;
}

/** `print`: its text is shown. `require`: it must be there as well. `probe`: a helper, or another view, gets it. */
export type Use = 'print' | 'require' | 'probe';

/** Follows the names in a view's expressions through the model, and reports those that lead nowhere. */
export class ValueReader {
  readonly #parts: ValueReaderParts;

  constructor(parts: ValueReaderParts) {
    this.#parts = parts;
  }

  read(expression: hbs.AST.Expression, place: Place, use: Use): ViewValue {
    if (isPath(expression)) return this.#readPath(expression, place, use);
    if (isCall(expression)) return this.readLookup(expression, place);
    const value: unknown = 'value' in expression ? expression.value : null;
    return { type: this.#parts.types.ofData(value ?? null), way: undefined, sound: true };
  }

  /** `lookup` gives nothing if there is nothing: it never fails at the last name. */
  readLookup({ path, params }: Call, place: Place): ViewValue {
    const { types } = this.#parts;
    const [base, key] = params;
    const anything = { type: types.any, way: undefined, sound: true };
    if (!('original' in path) || path.original !== 'lookup' || base === undefined || key === undefined) {
      for (const param of params) this.read(param, place, 'probe');
      return anything;
    }
    const { type, sound } = this.read(base, place, 'probe');
    if (!isNameLiteral(key)) {
      this.read(key, place, 'probe');
      return anything;
    }
    if (!sound) return anything;
    const step = stepInto(types, type, String(key.value));
    const at = spanOfNode(place.view, key);
    if (step.kind === 'unknown') this.#addUnknown(place, { at, name: String(key.value), names: step.names }, 'probe');
    else this.#parts.sink.approve(at);
    return step.kind === 'unknown' ? { ...anything, sound: false } : { ...anything, type: step.type };
  }

  add(place: Place, at: SourceSpan, message: string, hint: string | undefined, harmless = false): void {
    this.#parts.sink.add({ view: place.view, at, message, hint, includedBy: place.includedBy, harmless });
  }

  #readPath(path: hbs.AST.PathExpression, place: Place, use: Use): ViewValue {
    const { types, sink } = this.#parts;
    const start = startOfPath(path, place.scope, this.#parts);
    switch (start.kind) {
      case 'cell': {
        const { cell, skipped, lenient } = start;
        const { type, sound } = this.#follow({ path, place, use, lenient, skipped, type: cell.type });
        return { type, way: { from: cell, parts: path.parts.slice(skipped) }, sound };
      }
      case 'type': {
        const { type, skipped } = start;
        sink.approve(spanOfPart(place.view, path, 0));
        return { ...this.#follow({ path, place, use, lenient: false, skipped, type }), way: undefined };
      }
      case 'wrong': {
        const { message, hint, isPart } = start;
        const at = isPart ? spanOfPart(place.view, path, 0) : spanOfNode(place.view, path);
        this.add(place, at, message, hint, isPart && use === 'probe');
        return { type: types.any, way: undefined, sound: false };
      }
    }
  }

  /** From the value that the path begins with, name by name. */
  #follow(walk: PathWalk): { readonly type: ModelType; readonly sound: boolean } {
    const { path, place, use, skipped } = walk;
    const { types, sink } = this.#parts;
    let { type } = walk;
    let sound = true;
    for (let index = skipped; index < path.parts.length; index++) {
      const name = path.parts[index] ?? '';
      // Nothing can be looked up in a value that is not there.
      if (sound) sound = this.#expectPresent(walk, type, index - 1);
      const last = index === path.parts.length - 1;
      const step = stepInto(types, type, name, use !== 'probe' && last);
      const at = spanOfPart(place.view, path, index);
      if (step.kind === 'unknown') {
        this.#addUnknown(place, { at, name, names: step.names, inside: insideWords(path, index) }, use);
        return { type: types.any, sound: false };
      }
      sink.approve(at);
      type = step.type;
    }
    if (use !== 'probe' && sound) sound = this.#expectThere(walk, type);
    return { type, sound };
  }

  /** The value at `index` must be there: another name follows. */
  #expectPresent({ path, place, skipped, use }: PathWalk, type: ModelType, index: number): boolean {
    const gap = type.variants.find(({ kind }) => kind === 'absent' || kind === 'null');
    if (gap === undefined) return true;
    const at = index < skipped ? spanOfNode(place.view, path) : spanOfPart(place.view, path, index);
    const name = index < 0 ? 'this' : path.parts.slice(0, index + 1).join('.');
    // A condition asks for the last name of its path alone.
    const asked = use === 'probe' ? `: {{#if ${name}}}{{#if ${path.original}}}` : '';
    this.#addGap(place, { at, gap, name, asked });
    return false;
  }

  #expectThere({ path, place, use, lenient, skipped }: PathWalk, type: ModelType): boolean {
    const index = path.parts.length - 1;
    const at = index < skipped ? spanOfNode(place.view, path) : spanOfPart(place.view, path, index);
    const gap = type.variants.find(({ kind }) => kind === 'absent');
    if (gap !== undefined && !lenient && path.parts.length > 0) {
      this.#addGap(place, { at, gap, name: path.parts.join('.') });
      return false;
    }
    return use === 'require' || this.expectPlain(place, { at, type, written: path.original });
  }

  /** Reports a value that cannot be shown as text. */
  expectPlain(
    place: Place,
    shown: { readonly at: SourceSpan; readonly type: ModelType; readonly written: string },
  ): boolean {
    const { at, type, written } = shown;
    const given = type.variants.filter(({ kind }) => kind !== 'absent' && kind !== 'null');
    const [first] = given;
    if (first === undefined || !given.every(({ kind }) => kind === 'list' || kind === 'object')) return true;
    const isList = first.kind === 'list';
    const hint = isList ? `write {{#each ${written}}} around what is shown of each item` : objectHint(first, written);
    this.add(place, at, `"${written}" is not text: it is ${isList ? 'a list' : 'an object'}`, hint);
    return false;
  }

  #addGap(place: Place, { at, gap, name, asked = '' }: MissingName): void {
    const { missing, missingHint } = this.#parts.words;
    const message = `"${name}" may be missing: ${gap.kind === 'null' ? 'it can be null' : missing}`;
    const around = `write {{#if ${name}}} around it${asked}`;
    this.add(place, at, message, gap.kind === 'null' ? around : `${missingHint}, or ${around}`);
  }

  #addUnknown(place: Place, { at, name, names, inside = '' }: UnknownName, use: Use): void {
    const reason = inside.startsWith(PAGE_WORDS) ? reasonInPage(inside) : this.#parts.words.undeclared;
    const message = `Unknown name "${name}"${inside}: ${reason}`;
    const harmless = this.#parts.literal && use === 'probe';
    this.add(place, at, message, nameHint(name, names), harmless);
  }
}

interface PathWalk {
  readonly path: hbs.AST.PathExpression;
  readonly place: Place;
  readonly use: Use;
  readonly lenient: boolean;
  readonly skipped: number;
  readonly type: ModelType;
}

interface MissingName {
  readonly at: SourceSpan;
  readonly gap: Variant;
  readonly name: string;
  /** How to test for it first; follows the hint to do so. */
  readonly asked?: string;
}

interface UnknownName {
  readonly at: SourceSpan;
  readonly name: string;
  readonly names: readonly string[];
  /** In which value, beginning with a blank. */
  readonly inside?: string;
}

const PAGE_WORDS = ' in "@page';

function reasonInPage(inside: string): string {
  if (inside === `${PAGE_WORDS}"`) return 'every page has others';
  return inside === `${PAGE_WORDS}.forms"` ? 'no route of this name has a form' : 'nothing there has this name';
}

function insideWords({ parts, data }: hbs.AST.PathExpression, index: number): string {
  if (index === 0) return '';
  return ` in "${data ? '@' : ''}${parts.slice(0, index).join('.')}"`;
}

function objectHint(variant: Variant, written: string): string | undefined {
  const [name] = variant.kind === 'object' ? variant.names : [];
  const way = written === 'this' || written === '.' ? '' : `${written}.`;
  return name === undefined ? undefined : `name what is to be shown of it, such as {{${way}${name}}}`;
}

/** The place of one name of a path; all of the path if it is written in an unusual way. `index` counts `path.parts`. */
function spanOfPart({ source }: ParsedView, path: hbs.AST.PathExpression, index: number): SourceSpan {
  const { start, end } = path.loc;
  const from = offsetOf(source, start.line, start.column);
  const to = offsetOf(source, end.line, end.column);
  const written = [...source.text.slice(from, to).matchAll(/\[[^\]]*\]|[^\s./@[\]]+/g)];
  const part = written[written.length - path.parts.length + index];
  const isIt = part !== undefined && part[0].replace(/^\[(.*)\]$/s, '$1') === path.parts[index];
  return isIt ? spanOf(source, from + part.index, from + part.index + part[0].length) : spanOf(source, from, to);
}
