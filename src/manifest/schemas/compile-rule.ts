import type { Ajv2020, JSONType, ValidateFunction } from 'ajv/dist/2020.js';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import { multipleOf } from '../1-read/decimal.ts';
import { isLonger, isSafe } from '../1-read/keyword-fits.ts';
import { loadAjv, loadAjvFormats } from '../1-read/late-packages.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { ItemKeys } from '../collections/item-keys.ts';
import { reached } from '../collections/reached.ts';
import { ruleInWords } from '../findings/rule-words.ts';
import { type PlainRule, plainRule } from './plain-rule.ts';
import { referencesIn, type Schema } from './schema.ts';
import { type BrokenValue, type JsonSchema, tellBroken } from './tell-broken.ts';
import { type Applied, JsonSchemas, type Mode, type Note } from './to-json-schema.ts';

/** The rule that a typed value breaks, in words that follow its title, or undefined. */
export type Rule = (value: unknown) => string | undefined;

/** The first rule that a value, or a value inside it, breaks. Puts in missing defaults. */
export type ValueRule = (value: unknown) => BrokenValue | undefined;

/** Compiles schemas, each different one once: many routes have parameters of the same kind. Never throws for what a manifest says. */
export class RuleCompiler {
  #ajv: Ajv2020 | undefined;
  #judges = true;
  readonly #rules = new Map<string, ValueRule>();
  readonly #inWords = new Map<ValueRule, Rule>();
  readonly #schemas = new JsonSchemas();
  /** Those that ajv has, by `$id`. */
  readonly #referred = new Set<string>();

  /** From now on each new rule lets every value pass: there is a schema that could take for ever. */
  judgeNothing(): void {
    this.#judges = false;
  }

  /** The same one for all schemas that say the same. */
  compile(schema: Schema): Rule {
    const rule = this.compileValue(schema);
    return getOrMake(this.#inWords, rule, () => (value: unknown) => rule(value)?.rule);
  }

  /** For any value. The order of keys only decides which rule is reported first. */
  compileValue(schema: Schema): ValueRule {
    if (!this.#judges) return () => undefined;
    const text = JSON.stringify(this.#schemas.convert(schema));
    return getOrMake(this.#rules, text, () => this.#compileNew(JSON.parse(text)));
  }

  /** What a value breaks that is written down: no defaults are put into it. */
  judge(schema: Schema, value: unknown): BrokenValue | undefined {
    return this.compileValue(schema)(asPlain(value));
  }

  /** The properties or items that nothing else in the schema looks at, of a value that keeps all else that it says. */
  compileStrays(schema: Schema): (value: unknown) => readonly string[] {
    const { unevaluatedProperties: properties, unevaluatedItems: items } = schema.shape;
    if (!this.#judges || (properties === undefined && items === undefined)) return () => [];
    this.#ajv ??= createAjv();
    const ajv = this.#ajv;
    const note = { isStray: true };
    const collecting = {
      ...asPlain(this.#schemas.convert(schema)),
      ...(properties === undefined ? {} : { unevaluatedProperties: note }),
      ...(items === undefined ? {} : { unevaluatedItems: note }),
    };
    let validate: ValidateFunction | undefined;
    return (value) => {
      validate ??= this.#validator(ajv, collecting);
      const context = new Comparisons();
      validate.call(context, value);
      return context.strays;
    };
  }

  #compileNew(schema: JsonSchema): ValueRule {
    const plain = plainRule(schema);
    if (plain !== undefined) return inWords(plain, schema);
    // Loaded here, so that no request must wait for it.
    this.#ajv ??= createAjv();
    const ajv = this.#ajv;
    let validate: ValidateFunction | undefined;
    return (value) => {
      // Only now: a reload would have to wait for thousands of schemas, most of which are not needed soon.
      validate ??= this.#validator(ajv, schema);
      try {
        if (validate.call(new Comparisons(), value)) return undefined;
      } catch (error) {
        // Recursive schemas are checked recursively, and the stack has an end.
        if (!(error instanceof RangeError)) throw error;
        return { keys: [], rule: 'must not be nested so deeply', found: undefined };
      }
      return withMessage(
        tellBroken(validate.errors ?? []) ?? { keys: [], rule: 'must be another value', found: value },
        schema,
      );
    };
  }

  #validator(ajv: Ajv2020, schema: JsonSchema): ValidateFunction {
    for (const [id, referred] of this.#schemas.referred) {
      if (this.#referred.has(id)) continue;
      this.#referred.add(id);
      ajv.addSchema(asPlain(referred));
    }
    return compileEach(ajv, schema);
  }
}

/**
 * With all that it refers to, one by one: ajv itself goes from each schema into those that it refers to, and the stack has an end.
 * What ajv believes to be under way is called as what it will be by then.
 */
function compileEach(ajv: Ajv2020, schema: object): ValidateFunction {
  const envsIn = (one: unknown) =>
    [...referencesIn(one)].flatMap((id) => (ajv.schemas[id]?.validate === undefined ? (ajv.schemas[id] ?? []) : []));
  const envs = reached(envsIn(schema), (env) => envsIn(env.schema));
  try {
    for (const env of envs) ajv._compilations.add(env);
    for (const env of [...envs].toReversed()) {
      ajv._compilations.delete(env);
      if (typeof env.schema === 'object') ajv.compile(env.schema);
    }
    return ajv.compile(schema);
  } finally {
    for (const env of envs) ajv._compilations.delete(env);
  }
}

/** As text and back: ajv does not treat records without a prototype as equal to those of a body. */
function asPlain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

function inWords(plain: PlainRule, schema: JsonSchema): ValueRule {
  return (value) => {
    const keyword = plain(value);
    if (keyword === undefined) return undefined;
    const rule = ruleInWords({ keyword, schema: schema[keyword], parentSchema: schema, data: value });
    return withMessage({ keys: [], rule, found: value }, schema);
  };
}

/** What stands beside a `$ref` is said of what the `$ref` refuses, too. */
function withMessage(broken: BrokenValue, { errorMessage }: JsonSchema): BrokenValue {
  const isOwn = broken.keys.length === 0 && broken.message === undefined;
  return isOwn && typeof errorMessage === 'string' ? { ...broken, message: errorMessage } : broken;
}

function createAjv(): Ajv2020 {
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({
    // What is strange in a schema is a finding, with its place.
    strictSchema: false,
    strictNumbers: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    logger: false,
    ownProperties: true,
    useDefaults: true,
    passContext: true,
    validateSchema: false,
    verbose: true,
    // Its optimizer drops declarations of variables that are used elsewhere, and takes half of the time of a compilation, for code that
    // V8 makes as fast by itself.
    code: { optimize: false },
  });
  loadAjvFormats()(ajv);
  // ajv divides doubles, which is exact for few of them.
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({ keyword: 'multipleOf', type: 'number', schemaType: 'number', errors: false, compile: multipleOf });
  // ajv's own counts the characters of every text: of a body of 2 KiB, 2 µs of a request's 45.
  ajv.removeKeyword('maxLength');
  ajv.addKeyword({
    ...{ keyword: 'maxLength', before: 'minLength', type: 'string', schemaType: 'number', errors: false },
    compile: (limit: number) => (text: string) => !isLonger(text, limit),
  });
  ajv.addKeyword({ keyword: 'safeInteger', type: 'number', validate: (_: unknown, value: number) => isSafe(value) });
  // ajv's own compares each item with each other. Always the last rule of a list: its items have their defaults by then.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    validate: areUnique,
  });
  ajv.addKeyword({ keyword: 'isStray', validate: noteStray });
  // The last rules of an object or a list, so that all others hold by then.
  const last = { type: ['object', 'array'] satisfies JSONType[], errors: false };
  ajv.addKeyword({ ...last, keyword: 'note', validate: noteAlternative });
  ajv.addKeyword({ ...last, keyword: 'applied', compile: (applied: Applied) => applier(ajv, applied) });
  ajv.addKeyword({ keyword: 'isOther', errors: false, validate: isOther });
  return ajv;
}

/** What one validation collects: the keys of items, of values as they were sent in a trial, else with the defaults that ajv puts in. */
class Comparisons implements Record<Mode, ItemKeys | undefined> {
  defaults: ItemKeys | undefined;
  trial: ItemKeys | undefined;
  readonly strays: string[] = [];
  /** By the number of a choice: which alternative a value is of, the first of those that match. */
  readonly notes = new Map<number, Map<unknown, number>>();
}

/** Compiled when it is needed. */
function applier(ajv: Ajv2020, { schema, unlessNoted }: Applied): DataValidateFunction {
  let validate: ValidateFunction | undefined;
  return function (this: Comparisons, value: unknown) {
    if (unlessNoted !== undefined && this.notes.get(unlessNoted)?.has(value)) return true;
    validate ??= compileEach(ajv, schema);
    validate.call(this, value);
    return true;
  };
}

function noteAlternative(this: Comparisons, [choice, alternative]: Note, value: unknown): true {
  const known = getOrMake(this.notes, choice, () => new Map<unknown, number>());
  if (!known.has(value)) known.set(value, alternative);
  return true;
}

/** Than the alternative that it is noted as. */
function isOther(this: Comparisons, [choice, alternative]: Note, value: unknown): boolean {
  return this.notes.get(choice)?.get(value) !== alternative;
}

function noteStray(
  this: Comparisons,
  _: true,
  __: unknown,
  ___: unknown,
  place?: { parentDataProperty: unknown },
): true {
  this.strays.push(String(place?.parentDataProperty));
  return true;
}

function areUnique(this: Comparisons, mode: Mode, items: readonly unknown[]): boolean {
  this[mode] ??= new ItemKeys();
  return this[mode].areUnique(items);
}
