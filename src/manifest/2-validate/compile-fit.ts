import { wordSet } from '../../http/word-list.ts';
import { isRecord, recordOf } from '../1-read/is-record.ts';
import { type Fit, KEYWORD_FITS } from '../1-read/keyword-fits.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { ItemKeys } from '../collections/item-keys.ts';

/** A schema, as schemas/manifest.schema.json has it. */
export type ManifestSchema = Readonly<Record<string, unknown>>;

/**
 * Compiles a schema into the answer whether a value fits, but not why not: where it says yes, ajv would. It knows the keywords of the
 * manifest's schema, which are few, and throws on any other. So a right manifest is recognized without ajv.
 */
export function compileFit(root: ManifestSchema): Fit {
  const tests = new Map<unknown, Fit>();
  const refer = (name: string): Fit => {
    const schema = recordOf(root['$defs'])[name];
    // When it is needed: what a schema refers to can refer to itself.
    return (value) => getOrMake(tests, schema, () => testOf(schema, refer))(value);
  };
  return testOf(root, refer);
}

type Refer = (name: string) => Fit;

function testOf(schema: unknown, refer: Refer): Fit {
  if (!isRecord(schema)) return () => schema !== false;
  // Keywords that share a rule are looked at together.
  const rules = new Map(Object.keys(schema).map((keyword) => [ruleOf(keyword), schema[keyword]]));
  const inner = (part: unknown): Fit => testOf(part, refer);
  const tests = [...rules].map(([rule, wanted]) => rule({ wanted, schema, inner, refer }));
  return (value) => tests.every((test) => test(value));
}

function ruleOf(keyword: string): Rule {
  const rule = NOTES.has(keyword) ? noteTest : RULES.get(keyword);
  if (rule === undefined) throw new Error(`The keyword "${keyword}" in the schema of a manifest is unknown`);
  return rule;
}

/** What a keyword of a schema wants. */
interface Asked {
  readonly wanted: unknown;
  readonly schema: ManifestSchema;
  readonly inner: (part: unknown) => Fit;
  readonly refer: Refer;
}

type Rule = (asked: Asked) => Fit;

/** For people, or a part of another keyword. */
const NOTES = wordSet('$schema $id $defs title description default examples then');

/** Each is about one type, and lets values of others pass. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...[...KEYWORD_FITS].map(([keyword, fitOf]): [string, Rule] => [keyword, ({ wanted }) => fitOf(wanted)]),
  ['$ref', ({ wanted, refer }) => refer(String(wanted).replace('#/$defs/', ''))],
  ['if', ifTest],
  ['minItems', ({ wanted }) => ofList((value) => value.length >= Number(wanted))],
  ['uniqueItems', () => ofList((value) => new ItemKeys().areUnique(value))],
  ['items', itemsTest],
  ['required', ({ wanted }) => ofMap((value) => listOf(wanted).every((name) => Object.hasOwn(value, String(name))))],
  ['propertyNames', namesTest],
  ['properties', propertiesTest],
  ['patternProperties', propertiesTest],
  ['additionalProperties', propertiesTest],
]);

function noteTest(): Fit {
  return () => true;
}

function ifTest({ wanted, schema, inner }: Asked): Fit {
  const [when, then] = [inner(wanted), inner(schema['then'])];
  return (value) => !when(value) || then(value);
}

function itemsTest({ wanted, inner }: Asked): Fit {
  const test = inner(wanted);
  return ofList((value) => value.every(test));
}

function namesTest({ wanted, inner }: Asked): Fit {
  const test = inner(wanted);
  return ofMap((value) => Object.keys(value).every(test));
}

function propertiesTest({ schema, inner }: Asked): Fit {
  const named = new Map(Object.entries(recordOf(schema['properties'])).map(([name, part]) => [name, inner(part)]));
  const patterns = Object.entries(recordOf(schema['patternProperties'])).map(
    ([pattern, part]) => [new RegExp(pattern, 'u'), inner(part)] as const,
  );
  const others = [inner(schema['additionalProperties'])];
  const testsOf = (name: string): readonly Fit[] => {
    const matching = patterns.flatMap(([pattern, test]) => (pattern.test(name) ? [test] : []));
    const own = named.get(name);
    if (own !== undefined) return [own, ...matching];
    return matching.length > 0 ? matching : others;
  };
  return ofMap((value) => Object.keys(value).every((name) => testsOf(name).every((test) => test(value[name]))));
}

function ofList(test: (value: readonly unknown[]) => boolean): Fit {
  return (value) => !Array.isArray(value) || test(value);
}

function ofMap(test: (value: ManifestSchema) => boolean): Fit {
  return (value) => !isRecord(value) || test(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
