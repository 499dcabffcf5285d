import { wordList } from '../../../http/word-list.ts';
import type { KeyPath } from '../../1-read/located-manifest.ts';
import type { SchemaShape, SchemaType } from '../../2-validate/manifest-shape.gen.ts';
import { FORMATS } from '../../findings/formats.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { patternFault } from '../../schemas/regular-expression.ts';
import { WORDS_OF_TYPES } from '../../schemas/words-of-types.ts';

/** How a schema contradicts itself. */
export interface SchemaFault {
  /** The keys below the schema that lead to the fault. */
  readonly keys: KeyPath;
  readonly message: string;
  readonly hint: string | undefined;
}

/** What is wrong between the keywords of a schema whose `$ref` is resolved. `inherited` is the type of the schema around an alternative. */
export function schemaFaults(schema: SchemaShape, inherited?: SchemaShape['type']): readonly SchemaFault[] {
  return [
    ...strayWords(schema, schema.type ?? inherited),
    ...badPatterns(schema),
    ...badFormat(schema),
    ...strayBranches(schema),
    ...crossedBounds(schema),
    ...lackingProperties(schema),
    ...protoNames(schema),
  ];
}

/** Without a type, each word is for values of its own. */
function strayWords(schema: SchemaShape, type: SchemaShape['type']): readonly SchemaFault[] {
  if (type === undefined) return [];
  const own = [type].flat();
  return WORDS_OF_TYPES.flatMap(([types, words]) => {
    if (types.some((each) => own.includes(each))) return [];
    return words
      .filter((word) => schema[word] !== undefined)
      .map((word) => ({
        keys: [word],
        message: `"${word}" has no meaning ${beside(own)}`,
        hint: typeHint(types),
      }));
  });
}

function beside(own: readonly SchemaType[]): string {
  const quoted = own.map((type) => `"${type}"`);
  return own.length === 1 ? `with the type ${quoted[0]}` : `with the types ${wordList(quoted, 'and')}`;
}

function typeHint(types: readonly SchemaType[]): string {
  return types.length === 1 ? `it is for type ${types[0]}` : `it is for the types ${wordList(types, 'and')}`;
}

function badPatterns({ pattern: own, patternProperties = {} }: SchemaShape): readonly SchemaFault[] {
  const places = Object.keys(patternProperties).map((pattern) => ({ pattern, keys: ['patternProperties', pattern] }));
  if (own !== undefined) places.unshift({ pattern: own, keys: ['pattern'] });
  return places.flatMap(({ pattern, keys }) => {
    const hint = patternFault(pattern);
    return hint === undefined ? [] : [{ keys, message: `"${pattern}" is not a regular expression`, hint }];
  });
}

function badFormat({ format }: SchemaShape): readonly SchemaFault[] {
  if (format === undefined || FORMATS.has(format)) return [];
  return [{ keys: ['format'], message: `Unknown format "${format}"`, hint: nameHint(format, FORMATS.keys()) }];
}

/** Words that only mean something beside another one. */
function strayBranches(schema: SchemaShape): readonly SchemaFault[] {
  return BESIDE.flatMap(([word, other]) => {
    if (schema[word] === undefined || schema[other] !== undefined) return [];
    return [{ keys: [word], message: `"${word}" has no meaning without "${other}"`, hint: `add "${other}"` }];
  });
}

const BESIDE: readonly (readonly [word: keyof SchemaShape, other: keyof SchemaShape])[] = [
  ['then', 'if'],
  ['else', 'if'],
  ['minContains', 'contains'],
  ['maxContains', 'contains'],
];

function crossedBounds(schema: SchemaShape): readonly SchemaFault[] {
  const pairs = [
    ['minimum', 'maximum', false],
    ['minimum', 'exclusiveMaximum', true],
    ['exclusiveMinimum', 'maximum', true],
    ['exclusiveMinimum', 'exclusiveMaximum', true],
    ['minLength', 'maxLength', false],
    ['minItems', 'maxItems', false],
    ['minProperties', 'maxProperties', false],
    ['minContains', 'maxContains', false],
  ] as const;
  for (const [low, high, equalToo] of pairs) {
    const [from, to] = [schema[low], schema[high]];
    if (from === undefined || to === undefined || from < to || (from === to && !equalToo)) continue;
    const message = `No value satisfies both "${low}" ${from} and "${high}" ${to}`;
    return [{ keys: [high], message, hint: `"${high}" must be ${equalToo ? 'greater than' : 'at least'} "${low}"` }];
  }
  return [];
}

function lackingProperties({
  properties = {},
  required = [],
  additionalProperties,
  patternProperties,
}: SchemaShape): SchemaFault[] {
  if (additionalProperties !== false || patternProperties !== undefined) return [];
  return required.flatMap((name, index) => {
    if (Object.hasOwn(properties, name)) return [];
    const message = `"${name}" is required, but not among "properties", and no others are allowed`;
    return [{ keys: ['required', String(index)], message, hint: nameHint(name, Object.keys(properties)) }];
  });
}

/** A body loses this name before a handler gets it: what copies such an object would change the copy's prototype. */
function protoNames({ properties = {}, required = [] }: SchemaShape): readonly SchemaFault[] {
  const places = [
    ...(Object.hasOwn(properties, PROTO) ? [['properties', PROTO]] : []),
    ...(required.includes(PROTO) ? [['required', String(required.indexOf(PROTO))]] : []),
  ];
  const hint = 'it is left out of every body: choose another name';
  return places.map((keys) => ({ keys, message: `A property cannot have the name "${PROTO}"`, hint }));
}

const PROTO = '__proto__';
