import { isRecord, recordOf } from '../1-read/is-record.ts';
import { isOfType } from '../1-read/keyword-fits.ts';
import { PARTS } from '../1-read/schema-keywords.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { ruleInWords, shortened } from '../findings/rule-words.ts';
import type { RuleCompiler, ValueRule } from '../schemas/compile-rule.ts';
import type { PartKeyword, Schema, SchemaPart } from '../schemas/schema.ts';
import type { BrokenValue } from '../schemas/tell-broken.ts';

/** A body can break a rule at each of its items: more than these are of no help to anybody. */
const PROBLEMS_MAX = 100;
/** Each level judges all that is below it again, so a chain of recursive schemas must end. Deeper, the first problem is told. */
const DEPTH_MAX = 32;

/** A value inside the one that is judged, and what was found so far. */
interface Place {
  readonly value: unknown;
  readonly keys: readonly string[];
  readonly found: BrokenValue[];
}

/**
 * Finds all rules that a value breaks, at every depth, as far as they are independent. A validator stops at the first, since there can
 * be very many; so each part of a value that was refused is judged by each schema that is about it.
 */
export class AllBroken {
  readonly #rules: RuleCompiler;
  readonly #steps = new Map<Schema, readonly Step[]>();
  readonly #wholes = new Map<Schema, ValueRule>();

  constructor(rules: RuleCompiler) {
    this.#rules = rules;
  }

  /** Of a value that its schema refuses with `first`. */
  find(schema: Schema, value: unknown, first: BrokenValue): readonly BrokenValue[] {
    const found: BrokenValue[] = [];
    this.#findInside(schema, { value, keys: [], found });
    if (found.length === 0) return [first];
    const seen = new Set<string>();
    return found.filter(({ keys, rule }) => {
      const id = JSON.stringify([keys, rule]);
      return !seen.has(id) && seen.add(id);
    });
  }

  /** Adds what the value breaks, unless that concerns only all of it. What nothing has looked at is known where nothing else is wrong. */
  #findInside(schema: Schema, place: Place): void {
    const { value, keys, found } = place;
    if (keys.length >= DEPTH_MAX) return;
    const before = found.length;
    const steps = this.#stepsOf(schema);
    for (const step of steps) {
      const first = found.length;
      if (isRecord(value)) findMissing(step, { ...place, value });
      for (const part of step.parts) this.#judgePart(step, part, place);
      for (const branches of step.alternatives) this.#judgeAlternatives(branches, place);
      addMessage(found, first, step.shape.errorMessage, keys.length);
    }
    const isOnlyOfAll = found.length === before;
    for (const step of steps) {
      if (isOnlyOfAll) this.#judgeStrays(step, place);
      else add(place, step.own(value));
    }
  }

  /** What nothing else in a schema has looked at. */
  #judgeStrays({ shape, unevaluated, strays }: Step, place: Place): void {
    const { value, keys, found } = place;
    const first = found.length;
    for (const { keyword, schema, written } of unevaluated) {
      const isOfValue = keyword === 'unevaluatedItems' ? Array.isArray(value) && written !== false : isRecord(value);
      if (!isOfValue) continue;
      for (const key of strays(value)) {
        if (written === false) add(place, stray(key));
        else this.#judge(schema, inside(place, key, Reflect.get(Object(value), key)));
      }
    }
    addMessage(found, first, shape.errorMessage, keys.length);
  }

  #judgePart(step: Step, part: SchemaPart, place: Place): void {
    const { keyword, schema, written } = part;
    const { value } = place;
    for (const key of lookedAt(step, part, value)) {
      if (key === undefined) this.#judge(schema, place);
      else if (written === false && isRecord(value)) add(place, stray(key));
      else if (keyword === 'propertyNames') this.#judgeName(schema, key, place);
      else this.#judge(schema, inside(place, key, Reflect.get(Object(value), key)));
    }
  }

  #judgeName(schema: Schema, name: string, place: Place): void {
    const broken = place.found.length < PROBLEMS_MAX ? this.#ruleOf(schema)(name) : undefined;
    if (broken === undefined) return;
    const { message } = broken;
    add(place, { ...stray(name, `: its name ${broken.rule}`), ...(message === undefined ? {} : { message }) });
  }

  /** Of several alternatives, the problems of the one that was meant; else that it is none of them. */
  #judgeAlternatives({ branches, rule }: Alternatives, place: Place): void {
    const broken = rule(place.value);
    if (broken === undefined) return;
    const meant = meantBranch(branches, place.value);
    const before = place.found.length;
    if (meant !== undefined) this.#judge(meant, place);
    if (place.found.length === before) add(place, broken);
  }

  #judge(schema: Schema, place: Place): void {
    const { value, found } = place;
    if (found.length >= PROBLEMS_MAX) return;
    const broken = this.#ruleOf(schema)(value);
    if (broken === undefined) return;
    const before = found.length;
    this.#findInside(schema, place);
    if (found.length === before) add(place, broken);
  }

  #ruleOf(schema: Schema): ValueRule {
    return getOrMake(this.#wholes, schema, () => this.#rules.compileValue(schema));
  }

  /** What a schema says, and what those say that it refers to. */
  #stepsOf(schema: Schema): readonly Step[] {
    return getOrMake(this.#steps, schema, () => [...schema.steps()].map((step) => this.#compileStep(step)));
  }

  #compileStep(schema: Schema): Step {
    const { shape, parts } = schema;
    const ruleOf = (said: SchemaShape): ValueRule => this.#rules.compileValue(schema.saying(said));
    const { if: condition, prefixItems, items } = shape;
    const own = Object.fromEntries(Object.entries(shape).filter(([word]) => !INSIDE.has(word)));
    const closes = items === false ? { items, ...(prefixItems && { prefixItems: prefixItems.map(() => true) }) } : {};
    // As a condition alone, it puts no defaults in.
    const meets = condition === undefined ? () => false : ruleOf({ if: condition, else: false });
    return {
      shape,
      unevaluated: parts.filter(({ keyword }) => UNEVALUATED.has(keyword)),
      strays: this.#rules.compileStrays(schema),
      // In the order of the items.
      parts: parts
        .filter(({ keyword }) => !UNJUDGED.has(keyword))
        .toSorted((a, b) => Number(b.keyword === 'prefixItems') - Number(a.keyword === 'prefixItems')),
      alternatives: ALTERNATIVES.flatMap((word) => {
        const branches = parts.filter(({ keyword }) => keyword === word).map((part) => part.schema);
        return branches.length === 0 ? [] : [{ branches, rule: ruleOf({ [word]: shape[word] }) }];
      }),
      isMet: (value) => meets(value) === undefined,
      own: ruleOf({ ...own, ...closes }),
      patterns: new Map(Object.keys(shape.patternProperties ?? {}).map((name) => [name, new RegExp(name, 'u')])),
    };
  }
}

/** One schema, without what it refers to. */
interface Step {
  readonly shape: SchemaShape;
  readonly parts: readonly SchemaPart[];
  readonly alternatives: readonly Alternatives[];
  /** Whether a value meets its `if`. */
  isMet(value: unknown): boolean;
  /** What it says of a value besides what is inside, and what others say of the same value. */
  readonly own: ValueRule;
  readonly patterns: ReadonlyMap<string, RegExp>;
  readonly unevaluated: readonly SchemaPart[];
  /** The properties or items of a value that nothing else has looked at. */
  strays(value: unknown): readonly string[];
}

interface Alternatives {
  readonly branches: readonly Schema[];
  readonly rule: ValueRule;
}

const UNEVALUATED: ReadonlySet<PartKeyword> = new Set(['unevaluatedProperties', 'unevaluatedItems']);

const ALTERNATIVES = ['anyOf', 'oneOf'] as const;

/** What is judged as a whole: what it says follows from something else, or is a matter of all items. */
const UNJUDGED: ReadonlySet<PartKeyword> = new Set<PartKeyword>([
  ...ALTERNATIVES,
  ...UNEVALUATED,
  ...(['if', 'not', 'contains'] as const),
]);

/** What is judged part by part, and what follows from other mistakes. */
const INSIDE: ReadonlySet<string> = new Set(
  ['$ref', 'required', 'dependentRequired', ...PARTS].filter((word) => word !== 'not' && word !== 'contains'),
);

/** What a keyword looks at: these keys of the value; undefined is the value itself. */
function* lookedAt(
  step: Step,
  { keyword, keys: [, name = ''] }: SchemaPart,
  value: unknown,
): Generator<string | undefined> {
  const { shape, patterns } = step;
  const [map, list] = [recordOf(value), Array.isArray(value) ? value : []];
  const matches = (pattern: RegExp | undefined) => Object.keys(map).filter((each) => pattern?.test(each));
  switch (keyword) {
    case 'allOf':
      return yield undefined;
    case 'then':
    case 'else':
      if (shape.if !== undefined && step.isMet(value) === (keyword === 'then')) yield undefined;
      return;
    case 'dependentSchemas':
      if (Object.hasOwn(map, name)) yield undefined;
      return;
    case 'properties':
      if (Object.hasOwn(map, name)) yield name;
      return;
    case 'propertyNames':
      return yield* Object.keys(map);
    case 'patternProperties':
      return yield* matches(patterns.get(name));
    case 'additionalProperties': {
      const known = new Set([...Object.keys(shape.properties ?? {}), ...[...patterns.values()].flatMap(matches)]);
      return yield* Object.keys(map).filter((each) => !known.has(each));
    }
    case 'prefixItems':
      if (Number(name) < list.length) yield name;
      return;
    case 'items':
      // A list that is too long breaks a rule as a whole.
      if (shape.items === false) return;
      for (let index = shape.prefixItems?.length ?? 0; index < list.length; index++) yield String(index);
      return;
    default:
    // The others are not judged part by part (UNJUDGED).
  }
}

function findMissing({ shape }: Step, place: Place & { readonly value: Readonly<Record<string, unknown>> }): void {
  const { required = [], dependentRequired = {} } = shape;
  const lack = (keyword: string, missingProperty: string, property?: string) => {
    if (Object.hasOwn(place.value, missingProperty)) return;
    const rule = ruleInWords({ keyword, params: { missingProperty, property } });
    add(place, { keys: [], rule, found: undefined, at: [missingProperty] });
  };
  for (const name of required) lack('required', name);
  for (const [name, others] of Object.entries(dependentRequired)) {
    if (Object.hasOwn(place.value, name)) for (const other of others) lack('dependentRequired', other, name);
  }
}

/** One that must not be there. Its name comes from the request. */
function stray(name: string, reason = ''): BrokenValue {
  const rule = ruleInWords({ keyword: 'additionalProperties', params: { additionalProperty: name } });
  return { keys: [], rule: `${rule}${reason}`, found: undefined, at: [shortened(name)] };
}

/** The message of a schema is for what is wrong with the value itself. */
function addMessage(found: BrokenValue[], from: number, message: string | undefined, depth: number): void {
  if (message === undefined) return;
  for (const [index, broken] of [...found.entries()].slice(from))
    if (broken.keys.length === depth && broken.message === undefined) found[index] = { ...broken, message };
}

function inside({ keys, found }: Place, key: string, value: unknown): Place {
  return { value, keys: [...keys, key], found };
}

function add({ keys, found }: Place, broken: BrokenValue | undefined): void {
  if (broken === undefined || found.length >= PROBLEMS_MAX) return;
  const { at } = broken;
  found.push({ ...broken, keys: [...keys, ...broken.keys], ...(at === undefined ? {} : { at: [...keys, ...at] }) });
}

/**
 * Of several alternatives, the one that the value was meant to be: the only one whose constants it has (`kind: { const: car }`), or the
 * only one for values of its type. undefined: that is not to be said. Of a plain value, the words for all alternatives say more.
 */
function meantBranch(branches: readonly Schema[], value: unknown): Schema | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const typed = branches.filter((branch) => takesType(branch, value));
  const tagged = typed.filter((branch) => branch.tags.size > 0);
  const fitting = tagged.filter((branch) => hasTags(branch, value));
  const [meant, second] = tagged.length === 0 ? typed : fitting;
  return second === undefined ? meant : undefined;
}

function hasTags(branch: Schema, value: unknown): boolean {
  const given = recordOf(value);
  return [...branch.tags].every(([name, values]) => Object.hasOwn(given, name) && values.includes(given[name]));
}

function takesType({ resolved, choices }: Schema, value: unknown): boolean {
  const type = Array.isArray(value) ? 'array' : 'object';
  const types = [resolved?.type ?? type].flat();
  return types.includes(type) && choices?.some((choice) => isOfType(choice, type)) !== false;
}
