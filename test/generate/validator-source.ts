import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

const require = createRequire(import.meta.url);

type Schema = Readonly<Record<string, unknown>>;

/** The code that ajv makes of schemas/manifest.schema.json, as a module that imports nothing. */
export function validatorSource(schema: Schema): string {
  const code = { source: true, esm: true, lines: true };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, messages: false, code });
  const made = standalone.default(ajv, ajv.compile(rulesAlone(schema)));
  const whole = made.replace(/require\("([^"]+)"\)\.default/g, (_, name: string) => functionOf(name));
  const [, body] = /^"use strict";\nexport const validate = validate\d+;\n(export default [\s\S]*)$/.exec(whole) ?? [];
  if (body === undefined || body.includes('require(')) throw new Error('ajv writes its modules differently now');
  return `${HEAD}${body}\n`;
}

const HEAD = `// @ts-nocheck: ajv writes JavaScript.
// Made out of schemas/manifest.schema.json by ajv (npm run generate): a change made here is lost. It tells good manifests from
// others, and says nothing of why. With the functions of ajv and fast-deep-equal (MIT, (c) 2015-2021 Evgeny Poberezkin).
`;

const ANNOTATIONS: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'default', 'examples']);
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs']);

/** Without the words that are for people: a fifth of the code would be these. */
function rulesAlone(schema: Schema): Schema {
  const words = Object.entries(schema).filter(([word]) => !ANNOTATIONS.has(word));
  return Object.fromEntries(words.map(([word, value]) => [word, MAPS.has(word) ? eachOf(value) : inside(value)]));
}

function eachOf(map: unknown): Schema {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, inside(value)]));
}

function inside(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? rulesAlone(value as Schema) : value;
}

/** What ajv would import: each is one function that needs no other. */
function functionOf(name: string): string {
  const { default: made }: { readonly default: unknown } = require(name);
  if (typeof made !== 'function') throw new Error(`${name} is no function any more`);
  return String(made);
}
