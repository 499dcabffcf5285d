import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { pointerTo } from '../../../http/json-pointer.ts';
import { wellFormed } from '../../../http/percent-coding.ts';
import { getOrMake } from '../../collections/get-or-make.ts';

/** What is wrong in a document, and where. Lines count from 1. */
export interface DocumentFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** RFC 6901; empty for a whole file. */
  readonly pointer: string;
  readonly message: string;
}

export interface DocumentPlace extends Omit<DocumentFault, 'message'> {}

/** One file of a document: its values, and the place of each. */
export class DocumentFile {
  readonly name: string;
  readonly value: unknown;
  readonly #root: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(
    name: string,
    parsed: { readonly value: unknown; readonly root: Document.Parsed; readonly lines: LineCounter },
  ) {
    this.name = name;
    this.value = parsed.value;
    this.#root = parsed.root;
    this.#lines = parsed.lines;
  }

  /** Where the key or item is to which the keys lead; the nearest one that is there. */
  placeOf(keys: readonly string[]): DocumentPlace {
    let node: unknown = this.#root.contents;
    let at = offsetOf(node);
    for (const key of keys) {
      if (isAlias(node)) node = node.resolve(this.#root);
      if (isMap(node)) {
        const pair = this.#pairsOf(node).get(key);
        if (pair === undefined) break;
        at = offsetOf(pair.key) ?? at;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(key)];
        at = offsetOf(node) ?? at;
      } else break;
    }
    const { line, col } = this.#lines.linePos(at ?? 0);
    return { file: this.name, line: Math.max(line, 1), column: Math.max(col, 1), pointer: pointerTo(keys) };
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    return getOrMake(this.#pairs, map, () => new Map(map.items.map((pair) => [keyText(pair.key), pair])));
  }
}

/** A text of YAML or JSON; the faults of its grammar, or the file. */
export function readDocumentFile(name: string, text: string): DocumentFile | readonly DocumentFault[] {
  const lines = new LineCounter();
  const fault = (offset: number, message: string): DocumentFault => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1), pointer: '', message };
  };
  try {
    // Unique keys are checked below: the parser's own check is quadratic.
    const root = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if (root.errors.length > 0)
      return root.errors.slice(0, FAULTS_MAX).map(({ pos, message }) => fault(pos[0], firstLine(message)));
    const builder = new Builder(root);
    const value = builder.build(root.contents, 0);
    if (builder.faults.length > 0)
      return builder.faults.slice(0, FAULTS_MAX).map(({ at, message }) => fault(at, message));
    return new DocumentFile(name, { value, root, lines });
  } catch (error) {
    // The parser is recursive, and the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    return [fault(0, TOO_DEEP)];
  }
}

const FAULTS_MAX = 20;
const DEPTH_MAX = 200;
/** With what aliases repeat. */
const VALUES_MAX = 5_000_000;
const TOO_DEEP = `Values are nested more than ${DEPTH_MAX} deep`;

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

class Builder {
  readonly faults: { readonly at: number; readonly message: string }[] = [];
  readonly #root: Document.Parsed;
  readonly #open = new Set<unknown>();
  #values = 0;

  constructor(root: Document.Parsed) {
    this.#root = root;
  }

  build(node: unknown, depth: number): unknown {
    this.#values++;
    if (depth > DEPTH_MAX) return this.#fault(node, TOO_DEEP);
    if (this.#values > VALUES_MAX) return this.#fault(node, 'The aliases repeat too many values');
    if (isAlias(node)) {
      const target = node.resolve(this.#root);
      if (target === undefined || this.#open.has(target))
        return this.#fault(node, `The alias "*${node.source}" leads nowhere`);
      return this.build(target, depth + 1);
    }
    if (isScalar(node)) return this.#scalar(node.value, node);
    if (isSeq(node)) return this.#inside(node, () => node.items.map((item) => this.build(item, depth + 1)));
    return isMap(node) ? this.#inside(node, () => this.#map(node, depth)) : null;
  }

  #map(node: YAMLMap, depth: number): object {
    const record: Record<string, unknown> = Object.create(null);
    const written = new Set<string>();
    for (const { key, value } of node.items) {
      const name = this.#text(keyText(key), key);
      if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') {
        for (const source of [this.build(value, depth + 1)].flat())
          for (const [inner, own] of Object.entries(source ?? {})) record[inner] ??= own;
        continue;
      }
      if (written.has(name)) this.#fault(key, `The key "${name}" is written twice`);
      written.add(name);
      record[name] = this.build(value, depth + 1);
    }
    return record;
  }

  #inside<Value>(node: unknown, build: () => Value): Value {
    this.#open.add(node);
    const value = build();
    this.#open.delete(node);
    return value;
  }

  #scalar(value: unknown, node: unknown): unknown {
    if (typeof value === 'number' && !Number.isFinite(value))
      return this.#fault(node, `"${value}" is not a value of JSON`);
    return typeof value === 'string' ? this.#text(value, node) : (value ?? null);
  }

  /** JSON can write half of a character, which no file of a manifest and no request could hold. */
  #text(text: string, node: unknown): string {
    const whole = wellFormed(text);
    if (whole !== text) this.#fault(node, 'A character of this text is half of a surrogate pair');
    return whole;
  }

  #fault(node: unknown, message: string): null {
    if (this.faults.length < FAULTS_MAX) this.faults.push({ at: offsetOf(node) ?? 0, message });
    return null;
  }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value ?? '') : String(key ?? '');
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
