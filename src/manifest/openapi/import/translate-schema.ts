import { isRecord } from '../../1-read/is-record.ts';
import { isOfType, TYPES } from '../../1-read/keyword-fits.ts';
import { HOLDS_BY_NAME, HOLDS_LIST, HOLDS_ONE } from '../../1-read/schema-keywords.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { FORMATS } from '../../findings/formats.ts';
import { typesSaid } from '../../schemas/plain-type.ts';
import { isRegularExpression } from '../../schemas/regular-expression.ts';
import { WORDS_OF_TYPES } from '../../schemas/words-of-types.ts';
import type { DocumentNode, JsonMap } from './document-reader.ts';
import { ImportNames } from './import-names.ts';
import { EXTENSIONS, type ImportReport } from './import-report.ts';
import type { ManifestWords } from './manifest-words.ts';
import { COUNTS, FLAGS, NUMBERS, PLAIN_KEYS, SILENT, TEXTS } from './schema-words.ts';

export type Shape = Record<string, unknown>;

/** What a schema shows of its values, beyond the words of a manifest. */
export interface SchemaHints {
  readonly examples: readonly unknown[];
  readonly format: string | undefined;
}

interface TranslatorParts {
  readonly words: ManifestWords;
  readonly report: ImportReport;
  /** OpenAPI 3.0, whose schemas are a dialect of their own. */
  readonly isOld: boolean;
}

/** Schemas of OpenAPI 3.0 and 3.1 in the words of a manifest. What is referred to becomes a schema with a name. */
export class SchemaTranslator {
  /** By name. */
  readonly named = new Map<string, Shape>();
  /** The `$defs` of schemas. */
  readonly definitions: DocumentNode[] = [];
  readonly #parts: TranslatorParts;
  readonly #hints = new WeakMap<object, SchemaHints>();
  readonly #nodes = new WeakMap<object, DocumentNode>();
  readonly #defaults: { readonly shape: Shape; readonly node: DocumentNode }[] = [];
  readonly #names = new ImportNames(/^(?!x-)[A-Za-z][A-Za-z0-9_-]*$/);
  readonly #nameOf = new Map<string, string>();

  constructor(parts: TranslatorParts) {
    this.#parts = parts;
  }

  /** Gives a schema its name before any other can have it. */
  reserve(node: DocumentNode): string {
    const own = node.keys.filter((key) => !PLAIN_KEYS.has(key)).at(-1) ?? node.file.replace(/^.*\/|\.[^.]*$/g, '');
    return getOrMake(this.#nameOf, node.id, () => this.#names.take(own, 'Schema'));
  }

  /** Translates it once, and returns its name. */
  define(node: DocumentNode): string {
    const name = this.reserve(node);
    if (!this.named.has(name)) {
      this.named.set(name, {});
      this.named.set(name, this.translate(node));
    }
    return name;
  }

  hints(shape: object): SchemaHints {
    return this.#hints.get(shape) ?? { examples: [], format: undefined };
  }

  /** Where a schema that was translated is in the document. */
  nodeOf(shape: object): DocumentNode | undefined {
    return this.#nodes.get(shape);
  }

  /** Takes out the defaults that their own schemas refuse. */
  checkDefaults(isValid: (value: unknown, shape: Shape) => boolean): void {
    for (const { shape, node } of this.#defaults) {
      const { default: value, ...rules } = shape;
      if (value === undefined || isValid(value, rules)) continue;
      delete shape['default'];
      this.#parts.report.note('Defaults that their own schema refuses', node);
    }
  }

  translate(node: DocumentNode): Shape {
    const { value } = node;
    if (typeof value === 'boolean' && !this.#parts.isOld) return value ? {} : { not: {} };
    if (value === null || Array.isArray(value)) {
      this.#parts.report.note('Schemas that are empty or lists: they allow everything', node);
      return {};
    }
    if (!isRecord(value)) {
      node.fault('A schema must be a map of keys');
      return {};
    }
    const shape = Object.hasOwn(value, '$ref') ? this.#reference(node, value) : this.#words(node, value);
    this.#nodes.set(shape, node);
    return shape;
  }

  #reference(node: DocumentNode, value: JsonMap): Shape {
    const target = node.resolved();
    if (target === undefined) return {};
    const name = this.define(target);
    const { $ref: _, ...beside } = value;
    const shape: Shape = { $ref: `#/schemas/${name}` };
    if (Object.keys(beside).length === 0) return shape;
    if (this.#parts.isOld) {
      this.#parts.report.rest(node, ['$ref'], 'a reference, beside which nothing counts in OpenAPI 3.0');
      return shape;
    }
    return { ...shape, ...this.#words(node, value) };
  }

  #words(node: DocumentNode, value: JsonMap): Shape {
    const shape: Shape = {};
    for (const key of Object.keys(value)) {
      const child = node.in(key);
      if (child !== undefined) this.#word(shape, key, child);
    }
    oldBounds(shape);
    this.#dropForeign(shape, node);
    this.#dropStrays(shape, node);
    const typed = this.#nullable(shape, value['nullable'] === true);
    const byDefault = shape['default'] === undefined ? undefined : node.in('default');
    if (byDefault !== undefined) this.#defaults.push({ shape: typed, node: byDefault });
    this.#hints.set(typed, {
      examples: examplesOf(value),
      format: typeof value['format'] === 'string' ? value['format'] : undefined,
    });
    return typed;
  }

  #word(shape: Shape, key: string, child: DocumentNode): void {
    const { words, report } = this.#parts;
    if (SILENT.has(key)) return;
    if (key === '$defs' && !this.#parts.isOld) {
      const nodes = [...child.map('"$defs"').values()];
      this.definitions.push(...nodes);
      for (const node of nodes) this.define(node);
      return;
    }
    const value = this.#valueOf(key, child);
    if (value === undefined || (key === 'nullable' && this.#parts.isOld) || (key === 'title' && value === '')) return;
    const unsaid = words.schema.has(key) ? this.#unsaid(key, value) : unknownWord(key);
    if (unsaid === undefined) shape[key] = value;
    else report.note(unsaid, child);
  }

  /** Why a manifest cannot say this value of a word that it has. */
  #unsaid(key: string, value: unknown): string | undefined {
    if (key === 'format' && FORMATS.get(String(value))?.isShared !== true) return `Format "${String(value)}"`;
    if (key === 'pattern' && !isRegularExpression(String(value)))
      return 'Patterns that are not regular expressions here';
    return undefined;
  }

  /** undefined: there is a fault, or nothing to say. */
  #valueOf(key: string, child: DocumentNode): unknown {
    const what = `"${key}"`;
    if (key === 'additionalProperties' && typeof child.value === 'boolean') return child.value;
    if (HOLDS_ONE.has(key)) return this.translate(child);
    if (HOLDS_LIST.has(key)) return this.#list(child, what).map((item) => this.translate(item));
    if (HOLDS_BY_NAME.has(key)) {
      const inner = [...child.map(what)].filter(([name]) => name !== '__proto__');
      return Object.fromEntries(inner.map(([name, node]) => [name, this.translate(node)]));
    }
    if (key === 'type') return this.#type(child);
    if (key === 'enum') {
      const choices = child.list(what);
      if (choices.length > 0) return distinct(choices.map(({ value }) => value));
      if (Array.isArray(child.value)) this.#parts.report.note('Lists of choices without a choice', child);
      return undefined;
    }
    if (key === 'required') return distinct(child.list(what).flatMap((item) => item.text('A required name') ?? []));
    if ((key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof child.value === 'boolean') {
      if (!this.#parts.isOld) this.#parts.report.note(`"${key}: ${child.value}", as in OpenAPI 3.0`, child);
      return child.value;
    }
    if (COUNTS.has(key)) return count(child, what);
    if (NUMBERS.has(key)) return child.number(what);
    if (TEXTS.has(key)) return child.text(what);
    return FLAGS.has(key) ? child.flag(what) : child.value;
  }

  #list(child: DocumentNode, what: string): readonly DocumentNode[] {
    const items = child.list(what);
    if (Array.isArray(child.value) && items.length === 0) child.fault(`${what} must have an item`);
    return items;
  }

  #type(child: DocumentNode): unknown {
    const names = Array.isArray(child.value) ? child.list('"type"') : [child];
    // YAML reads the name null as a value, unless it is quoted.
    const types = names.flatMap((name) => (name.value === null ? 'null' : (name.text('A type') ?? [])));
    const unknown = types.find((type) => !TYPES.has(type));
    if (unknown !== undefined) return child.fault(`Unknown type "${unknown}"`);
    return types.length === 1 ? types[0] : distinct(types);
  }

  /** A manifest has no keywords that are for other types. */
  #dropForeign(shape: Shape, node: DocumentNode): void {
    const own = [shape['type'] ?? []].flat();
    if (own.length === 0) return;
    const used = WORDS_OF_TYPES.filter(([, words]) => words.some((word) => shape[word] !== undefined));
    for (const [types, words] of used) {
      if (types.some((type) => own.includes(type))) continue;
      for (const word of words) {
        const child = shape[word] === undefined ? undefined : node.in(word);
        delete shape[word];
        if (child !== undefined) this.#parts.report.note('Keywords that have no meaning for their type', child);
      }
    }
  }

  /** Choices that are not of the type: an enum of texts has numbers and `true` in it that nobody has quoted. */
  #dropStrays(shape: Shape, node: DocumentNode): void {
    const { type, enum: choices } = shape;
    const child = node.in('enum');
    if (type === undefined || !Array.isArray(choices) || child === undefined) return;
    const types = [type, node.in('nullable')?.value === true ? 'null' : []].flat();
    const fitting = choices.filter((choice) => types.some((each) => isOfType(choice, String(each))));
    if (fitting.length === choices.length) return;
    this.#parts.report.note('Choices that are not of the type of their schema', child);
    if (fitting.length > 0) shape['enum'] = fitting;
    else delete shape['enum'];
  }

  #nullable(shape: Shape, isNullable: boolean): Shape {
    if (!isNullable || !this.#parts.isOld) return shape;
    const { type, enum: choices } = shape;
    if (type === undefined || shape['$ref'] !== undefined) {
      return Object.keys(shape).length === 0 ? shape : { anyOf: [shape, { type: 'null' }] };
    }
    const withNull = Array.isArray(choices) && !choices.includes(null) ? { enum: [...choices, null] } : {};
    return { ...shape, type: distinct([type, 'null'].flat()), ...withNull };
  }
}

/** `exclusiveMinimum: true` of 3.0 is a kind of `minimum`. */
function oldBounds(shape: Shape): void {
  const pairs = [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const;
  for (const [exclusive, bound] of pairs) {
    if (typeof shape[exclusive] !== 'boolean') continue;
    const isExclusive = shape[exclusive];
    delete shape[exclusive];
    if (!isExclusive || shape[bound] === undefined) continue;
    shape[exclusive] = shape[bound];
    delete shape[bound];
  }
}

/** The types that its values have: of a schema without one, those that its choices or keywords are for. */
export function typesOfShape(shape: Shape): readonly string[] {
  const said = typesSaid(shape);
  if (said.length > 0) return said;
  return WORDS_OF_TYPES.flatMap(([[first], words]) =>
    first !== undefined && words.some((word) => shape[word] !== undefined) ? [first] : [],
  );
}

function unknownWord(key: string): string {
  return key.startsWith('x-') ? EXTENSIONS : `Schema word "${key}"`;
}

function examplesOf({ example, examples }: JsonMap): readonly unknown[] {
  return [...(example === undefined ? [] : [example]), ...(Array.isArray(examples) ? examples : [])];
}

function count(child: DocumentNode, what: string): number | undefined {
  const value = child.number(what);
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
  return child.fault(`${what} must be a whole number from 0 on`);
}

function distinct(items: readonly unknown[]): readonly unknown[] {
  const texts = new Set<string>();
  return items.filter((item) => {
    const text = JSON.stringify(item);
    return !texts.has(text) && texts.add(text);
  });
}
