import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { pointerTo } from '../../http/json-pointer.ts';
import type { Finding, Findings } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { unquotedVariableFinding } from './explain-yaml-error.ts';
import { type CutValue, findCutValues } from './find-cut-values.ts';
import { findRemark, type Remark } from './find-remarks.ts';
import { LocatedManifest, type Place, placeOf } from './located-manifest.ts';
import type { YamlRoot } from './parse-yaml.ts';
import { type Environment, replaceVariables, takesVariables } from './replace-variables.ts';

/**
 * YAML nodes to JSON values with places. Goes on after a fault, so that all are found at once: a value at fault
 * counts as spoilt. Faults: duplicate-key, key-not-text, merge-key, bad-alias, too-many-aliases, not-json, cut-target,
 * unquoted-variable, unset-variable, bad-variable, half-character.
 */
export function buildValue(parts: BuildParts): LocatedManifest {
  const { source, root } = parts;
  const builder = new ValueBuilder(parts);
  const value = builder.build(root.map, []);
  const { places, spoilt, incomplete, remarks } = builder;
  return new LocatedManifest({ source, value, places, spoilt, incomplete, remarks });
}

/** One YAML text, and where its variables come from. */
export interface BuildParts {
  readonly source: Source;
  readonly root: YamlRoot;
  readonly env: Environment;
  readonly findings: Findings;
}

/** How many values aliases may add up to: far beyond use, far below harm. */
const ALIASED_VALUES_MAX = 10_000;

const KEYED_BY_STATUS = '/page/errors';

class ValueBuilder {
  readonly places = new Map<string, Place>();
  readonly spoilt = new Set<string>();
  readonly incomplete = new Set<string>();
  readonly remarks = new Map<string, Remark>();
  readonly #source: Source;
  readonly #root: YamlRoot;
  readonly #env: Environment;
  readonly #findings: Findings;
  /** The aliased nodes that are being built: meeting one again is a circle. */
  readonly #open = new Set<Node>();
  #aliasedValues = 0;
  /** The outermost alias: the one that a finding can point at. */
  #outermost: readonly [number, number] = [0, 0];
  /** Where the value is that it stands for. */
  #outermostPath = '';
  #bombSaid = false;
  /** What is wrong in a value is so each time that it is built for an alias. */
  readonly #said = new Set<string>();

  constructor({ source, root, env, findings }: BuildParts) {
    this.#source = source;
    this.#root = root;
    this.#env = env;
    this.#findings = findings;
  }

  build(node: unknown, path: readonly string[], key?: Place['key']): unknown {
    if (isAlias(node)) return this.#buildAlias(node, path, key);
    if (this.#open.size > 0) this.#aliasedValues += 1;
    const pointer = pointerTo(path);
    this.places.set(pointer, this.#placeOf(node, key, pointer));
    if (isMap(node)) return this.#buildMap(node, path);
    if (isSeq(node)) return node.items.map((item, index) => this.build(item, [...path, String(index)]));
    return isScalar(node) ? this.#buildScalar(node, path) : null;
  }

  #buildMap(node: YAMLMap, path: readonly string[]): unknown {
    const record: Record<string, unknown> = Object.create(null);
    const keys = new Map<string, Place['key']>();
    const cuts = findCutValues(this.#source, node);
    const cutOff = new Set([...cuts.values()].flatMap(({ tails }) => tails));
    for (const pair of node.items) {
      if (cutOff.has(pair)) continue;
      const span = rangeOf(pair.key) ?? [0, 0];
      const name = this.#keyOf(pair, span, path);
      if (name === undefined) {
        this.incomplete.add(pointerTo(path));
        continue;
      }
      const first = keys.get(name);
      if (first !== undefined) {
        const related = [{ ...spanOf(this.#source, ...first), message: 'the first one is here' }];
        this.#add({ code: 'duplicate-key', span, message: `Duplicate key "${name}"`, related });
        continue;
      }
      keys.set(name, span);
      record[name] = this.build(pair.value, [...path, name], span);
      const cut = cuts.get(pair);
      if (cut !== undefined) this.#addCut(cut, [...path, name]);
    }
    return record;
  }

  #keyOf(pair: Pair, span: readonly [number, number], path: readonly string[]): string | undefined {
    const { key } = pair;
    if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') {
      const hint = 'repeat the keys, or use an alias for a whole value';
      this.#add({ code: 'merge-key', span, message: 'The merge key "<<" is not supported', hint });
      return undefined;
    }
    if (isScalar(key) && typeof key.value === 'string') {
      if (!hasHalf(key)) return key.value;
      this.#addHalf(span);
      return undefined;
    }
    const text = this.#source.text.slice(...span);
    // A status is a number to YAML, but a name in a manifest.
    if (isScalar(key) && Number.isInteger(key.value) && pointerTo(path) === KEYED_BY_STATUS) return text;
    const scalar = isScalar(key) && text !== '';
    const what = isAlias(key)
      ? 'write the text itself: a key cannot be an alias'
      : 'a value that holds { } or [ ] must be quoted';
    const hint = scalar ? `put it in quotes: "${text}"` : what;
    this.#add({ code: 'key-not-text', span, message: `The key "${firstLine(text)}" is not text`, hint });
    return undefined;
  }

  #addCut({ span, text }: CutValue, path: readonly string[]): void {
    this.spoilt.add(pointerTo(path));
    const hint = `quote the whole of it: '${text.replaceAll("'", "''")}'`;
    this.#add({
      code: 'cut-target',
      span,
      message: `"${text}" needs quotes: inside { } a comma ends a value`,
      hint,
    });
  }

  #buildScalar(node: Scalar, path: readonly string[]): unknown {
    const { value } = node;
    const [start, end] = rangeOf(node) ?? [0, 0];
    const text = this.#source.text.slice(start, end);
    if (node.type === 'PLAIN' && text.includes('${')) {
      this.spoilt.add(pointerTo(path));
      this.#addOnce(unquotedVariableFinding(this.#source, start, firstLine(text)));
    } else if (!isJson(value)) {
      this.spoilt.add(pointerTo(path));
      const message = `"${text}" is not a JSON value`;
      this.#add({ code: 'not-json', span: [start, end], message, hint: 'put it in quotes if text is meant' });
      return null;
    } else if (hasHalf(node)) {
      this.spoilt.add(pointerTo(path));
      this.#addHalf([start, end]);
    } else if (typeof value === 'string' && value.includes('${') && takesVariables(path)) {
      return this.#replaceVariables(node, value, path);
    }
    const remark = this.#open.size === 0 ? findRemark(this.#source, node, path) : undefined;
    if (remark !== undefined) this.remarks.set(pointerTo(path), remark);
    return value;
  }

  #addHalf(span: readonly [number, number]): void {
    const text = firstLine(this.#source.text.slice(...span));
    const message = `${text} contains half of a character`;
    const hint = 'write both halves, as in "\\ud83d\\ude00", or the whole character, as in "\\U0001F600"';
    this.#add({ code: 'half-character', span, message, hint });
  }

  /** The place remembers what is written, so that no finding has to quote what a variable holds. */
  #replaceVariables(node: Scalar, text: string, path: readonly string[]): unknown {
    const replaced = replaceVariables(text, this.#env);
    const pointer = pointerTo(path);
    const place = this.places.get(pointer);
    if (replaced.kind === 'replaced') {
      if (place !== undefined) this.places.set(pointer, { ...place, verbatimFrom: undefined, written: text });
      return replaced.value;
    }
    this.spoilt.add(pointer);
    const whole = rangeOf(node) ?? [0, 0];
    const from = this.#verbatimFrom(node, whole[0]);
    for (const { start, length, ...fault } of replaced.faults) {
      this.#add({ ...fault, span: from === undefined ? whole : [from + start, from + start + length] });
    }
    return null;
  }

  #buildAlias(alias: Alias, path: readonly string[], key: Place['key']): unknown {
    const span = rangeOf(alias) ?? [0, 0];
    if (this.#open.size === 0) {
      this.#outermost = span;
      this.#outermostPath = pointerTo(path);
    }
    const target = alias.resolve(this.#root.document);
    if (target === undefined || this.#open.has(target) || this.#contains(target, span)) {
      const what = target === undefined ? 'has no anchor before it' : 'is inside its own anchor';
      const hint = target === undefined ? `put it in quotes if text is meant: '*${alias.source}'` : undefined;
      this.#add({ code: 'bad-alias', span, message: `The alias "*${alias.source}" ${what}`, hint });
    } else if (this.#aliasedValues > ALIASED_VALUES_MAX) {
      const message = `Too many aliases: they add up to more than ${ALIASED_VALUES_MAX} values`;
      if (!this.#bombSaid) this.#add({ code: 'too-many-aliases', span: this.#outermost, message });
      this.#bombSaid = true;
    } else {
      this.#open.add(target);
      const value = this.build(target, path, key);
      this.#open.delete(target);
      return value;
    }
    this.spoilt.add(pointerTo(path));
    this.places.set(pointerTo(path), placeOf({ source: this.#source, key, value: span }));
    return null;
  }

  #contains(target: Node, span: readonly [number, number]): boolean {
    const range = rangeOf(target);
    return range !== undefined && range[0] <= span[0] && span[1] <= range[1];
  }

  #placeOf(node: unknown, key: Place['key'], pointer: string): Place {
    const value = rangeOf(node) ?? [key?.[1] ?? 0, key?.[1] ?? 0];
    const verbatimFrom = isScalar(node) ? this.#verbatimFrom(node, value[0]) : undefined;
    const alias = this.#open.size > 0 ? this.#outermost : undefined;
    const keyAlias = pointer === this.#outermostPath ? undefined : alias;
    // Spelt out: a spread would take half of the time that reading takes, for there is one of these for each value.
    return { source: this.#source, key, value, verbatimFrom, alias, keyAlias, written: undefined };
  }

  #verbatimFrom(node: Scalar, start: number): number | undefined {
    if (typeof node.value !== 'string') return undefined;
    const from = node.type === 'PLAIN' ? start : start + 1;
    return this.#source.text.startsWith(node.value, from) ? from : undefined;
  }

  #add({ span, ...finding }: Omit<Finding, 'at'> & { readonly span: readonly [number, number] }): void {
    this.#addOnce({ ...finding, at: spanOf(this.#source, ...span) });
  }

  #addOnce(finding: Finding): void {
    const { code, at } = finding;
    const key = `${code} ${at.line}:${at.column}`;
    if (this.#open.size > 0 && this.#said.has(key)) return;
    this.#said.add(key);
    this.#findings.add(finding);
  }
}

/** Without the blank and the comment that can follow a value. */
function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : undefined;
}

/** Half of a surrogate pair has no UTF-8: an answer would hold U+FFFD. Only an escape can be one. */
function hasHalf({ value, type }: Scalar): boolean {
  return type === 'QUOTE_DOUBLE' && typeof value === 'string' && /\p{Cs}/u.test(value);
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
