import { HOLDS_LIST, PARTS } from '../1-read/schema-keywords.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import { DefaultSearch, FILLING } from './default-search.ts';
import { isRegularExpression } from './regular-expression.ts';
import type { PartKeyword, Schema, SchemaPart } from './schema.ts';
import { WORDS_OF_TYPES } from './words-of-types.ts';

/** ajv puts no defaults into what it only tries, so there must be none there. `uniqueItems` must know which of the two applies. */
export type Mode = 'defaults' | 'trial';

/** Which alternative a value is of: the number of the choice, and that of the alternative. */
export type Note = readonly [choice: number, alternative: number];

/** A schema that is applied, whatever it says; only to values of which nothing is noted for that choice, if there is one. */
export interface Applied {
  readonly schema: object;
  readonly unlessNoted?: number;
}

/**
 * Schemas of the manifest as those for ajv: without keywords that are for people, except those that an error is told by. What the
 * lint finds wrong (a `$ref` that leads nowhere, an invalid pattern) allows everything here. A schema that several refer to is
 * converted once, and has a `$id`, which is what refers to it.
 *
 * ajv puts in the defaults outside of alternatives (`anyOf`, `oneOf`) while it judges. Which alternative a value is of is known only
 * afterwards. So each that matches is noted, and when the whole value is valid, one more schema, which says nothing but where
 * defaults are, puts those in. The value is judged once, as it was sent: no rule judges what the server itself has put in there.
 */
export class JsonSchemas {
  /** By `$id`. */
  readonly referred = new Map<string, object>();
  /** By the target, so that recursion ends. */
  readonly #names = {
    defaults: new Map<Schema, string>(),
    trial: new Map<Schema, string>(),
    fill: new Map<Schema, string>(),
  };
  readonly #search = new DefaultSearch();
  readonly #choices = new Map<Schema, readonly Choice[]>();
  #choiceCount = 0;
  /** Converted one by one: they can lead into each other over more schemas than the stack has room for. */
  readonly #pending: (() => void)[] = [];

  convert(schema: Schema): object {
    // At the root, a schema that only refers is its target.
    const rule = this.#convert(schema.meant ?? schema, 'defaults');
    const filled = this.#search.leadsToChoice(schema)
      ? { ...rule, applied: { schema: this.#convert(schema, 'fill') } satisfies Applied }
      : rule;
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) next();
    return filled;
  }

  #convert(schema: Schema, mode: Mode | 'fill'): object {
    const { target } = schema;
    if (schema.resolved === undefined || (mode === 'fill' && !this.#search.leads(schema))) return {};
    if (target === undefined) return this.#words(schema, mode);
    return { $ref: this.#define(target, mode), ...(schema.addsWords ? this.#words(schema, mode) : {}) };
  }

  #define(target: Schema, mode: Mode | 'fill'): string {
    const names = this.#names[mode];
    const known = names.get(target);
    if (known !== undefined) return known;
    const name = `${mode}${names.size}`;
    names.set(target, name);
    this.#pending.push(() => this.referred.set(name, { $id: name, ...this.#convert(target, mode) }));
    return name;
  }

  /** What a schema says itself. */
  #words(schema: Schema, mode: Mode | 'fill'): object {
    if (mode === 'fill') return this.#fills(schema);
    const { shape, parts } = schema;
    const { type, pattern, uniqueItems, errorMessage, description } = shape;
    const words: Record<string, unknown> = {
      ...Object.fromEntries(COPIED.filter((key) => shape[key] !== undefined).map((key) => [key, shape[key]])),
      ...(isWholeOnly(type) ? { safeInteger: true } : {}),
      ...(pattern !== undefined && isRegularExpression(pattern)
        ? { pattern, ...(description === undefined ? {} : { description }) }
        : {}),
      ...(errorMessage === undefined ? {} : { errorMessage }),
      ...(uniqueItems === true ? { uniqueItems: mode } : {}),
    };
    const choices = this.#choicesOf(schema);
    for (const part of parts.toSorted((a, b) => Number(isDistinctive(b)) - Number(isDistinctive(a)))) {
      const choice = choices.find(({ keyword }) => keyword === part.keyword);
      addPart(words, part, choice === undefined ? this.#inner(part, mode) : this.#noting(part, choice));
    }
    for (const { keyword, number } of choices) if (keyword === 'if') words['else'] = noting(words['else'], [number, 1]);
    return words;
  }

  /** Where its defaults are. */
  #fills(schema: Schema): object {
    const words: Record<string, unknown> = {};
    for (const part of schema.parts) {
      if (!FILLING.has(part.keyword) || CHOSEN.has(part.keyword)) continue;
      addPart(words, part, this.#filled(part, 'fill'));
    }
    const chosen = this.#choicesOf(schema).flatMap((choice) => this.#chosen(schema, choice));
    if (chosen.length > 0) words['allOf'] = [...chosen, ...(Array.isArray(words['allOf']) ? words['allOf'] : [])];
    return words;
  }

  #chosen({ parts }: Schema, choice: Choice): readonly object[] {
    const { keyword, number, alternatives } = choice;
    const judging: Record<string, unknown> = keyword === 'if' ? { else: noting(undefined, [number, 1]) } : {};
    for (const part of parts) if (part.keyword === keyword) addPart(judging, part, this.#noting(part, choice));
    return [
      // A default, and what is in one, has not been judged.
      { applied: { schema: judging, unlessNoted: number } satisfies Applied },
      ...alternatives.map(({ keyword: word, keys, schema }) => ({
        if: { isOther: [number, word === 'else' ? 1 : Number(keys[1] ?? 0)] satisfies Note },
        else: this.#convert(schema, 'fill'),
      })),
    ];
  }

  /** What defaults depend on. */
  #choicesOf(owner: Schema): readonly Choice[] {
    const known = this.#choices.get(owner);
    if (known !== undefined) return known;
    const choices = CHOICES.flatMap(([keyword, words]): readonly Choice[] => {
      const alternatives = owner.parts.filter(
        (part) => words.includes(part.keyword) && this.#search.leads(part.schema),
      );
      return alternatives.length === 0 ? [] : [{ keyword, alternatives, number: this.#choiceCount++ }];
    });
    this.#choices.set(owner, choices);
    return choices;
  }

  #noting(part: SchemaPart, { number }: Choice): object | boolean {
    return noting(this.#inner(part, 'trial'), [number, Number(part.keys[1] ?? 0)]);
  }

  /** What is only tried is reported by its title, or by what tells it apart from others. */
  #inner(part: SchemaPart, mode: Mode): object | boolean {
    const { keyword, schema, written } = part;
    if (typeof written === 'boolean') return written;
    if (!TRIED.has(keyword)) return this.#filled(part, mode);
    const title = schema.resolved?.title;
    const tags = schema.tags.size === 0 ? {} : { tags: Object.fromEntries(schema.tags) };
    return { ...this.#convert(schema, 'trial'), ...(title === undefined ? {} : { title }), ...tags };
  }

  /** Defaults are those of properties. */
  #filled({ keyword, schema }: SchemaPart, mode: Mode | 'fill'): object {
    const value = keyword === 'properties' && mode !== 'trial' ? schema.resolved?.default : undefined;
    return { ...this.#convert(schema, mode), ...(value === undefined ? {} : { default: value }) };
  }
}

/** Alternatives of which some lead to a default. */
interface Choice {
  /** The one whose schemas decide. */
  readonly keyword: PartKeyword;
  readonly number: number;
  /** Those that lead to a default. */
  readonly alternatives: readonly SchemaPart[];
}

/** What decides, and what is decided. */
const CHOICES: readonly (readonly [PartKeyword, readonly PartKeyword[]])[] = [
  ['if', ['then', 'else']],
  ['anyOf', ['anyOf']],
  ['oneOf', ['oneOf']],
];

const CHOSEN: ReadonlySet<PartKeyword> = new Set(CHOICES.flatMap(([, words]) => words));

/** First what tells alternatives apart: ajv goes no further into one that is not meant. */
function isDistinctive({ keyword, schema }: SchemaPart): boolean {
  return keyword === 'properties' && schema.choices !== undefined;
}

function addPart(words: Record<string, unknown>, { keyword, keys }: SchemaPart, converted: object | boolean): void {
  const [, key] = keys;
  if (keyword === 'patternProperties' && !isRegularExpression(key ?? '')) return;
  words[keyword] ??= key === undefined ? converted : HOLDS_LIST.has(keyword) ? [] : Object.create(null);
  const holder = words[keyword];
  if (Array.isArray(holder)) holder.push(converted);
  else if (key !== undefined) Reflect.set(Object(holder), key, converted);
}

/** Notes which values match. */
function noting(schema: unknown, note: Note): object | boolean {
  return schema === false ? false : { ...Object(schema === true ? {} : schema), note };
}

/** What ajv compiles as a trial, in which a failure need not be one of the whole. */
const TRIED: ReadonlySet<PartKeyword> = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'propertyNames']);

const CHANGED: ReadonlySet<string> = new Set([...PARTS, 'pattern', 'uniqueItems']);

/** Words that ajv gets as they are: not those that hold schemas, or that say something else to it. */
const COPIED = (['type', 'enum', 'const', ...WORDS_OF_TYPES.flatMap(([, words]) => words)] as const).filter(
  (word) => !CHANGED.has(word),
);

function isWholeOnly(type: SchemaShape['type']): boolean {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types.includes('integer') && !types.includes('number');
}
