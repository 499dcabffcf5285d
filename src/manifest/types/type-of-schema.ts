import { isOfType } from '../1-read/keyword-fits.ts';
import type { SchemaShape, SchemaType } from '../2-validate/manifest-shape.gen.ts';
import type { SiteParameter } from '../3-resolve/site.ts';
import { referredName } from '../schemas/schema.ts';
import { object, type PropertyNode, printString, property, type TypeNode, unionOf, word } from './type-text.ts';

/** The name of the type of each schema that a `$ref` can name. */
export type TypeNames = ReadonlyMap<string, string>;

/**
 * The type of the values that satisfy a schema. Rules that no type can express (`minimum`, `pattern`) are left out.
 * A `$ref` is the name of its type, and the keywords beside it are added, so that recursive schemas end.
 */
export function typeOfSchema(written: SchemaShape | boolean, known: TypeNames): TypeNode {
  if (typeof written === 'boolean') return written ? UNKNOWN : word('never');
  const { $ref, ...shape } = written;
  const named = $ref === undefined ? undefined : known.get(referredName($ref));
  const any = (branches: readonly (SchemaShape | boolean)[] | undefined) =>
    branches === undefined ? UNKNOWN : unite(branches.map((branch) => typeOfSchema(branch, known)));
  return intersect([
    named === undefined ? UNKNOWN : word(named),
    typeOfValues(shape, known),
    any(shape.anyOf),
    any(shape.oneOf),
    ...(shape.allOf ?? []).map((branch) => typeOfSchema(branch, known)),
    shape.if === undefined ? UNKNOWN : any([shape.then ?? true, shape.else ?? true]),
  ]);
}

/** The type of each parameter's value; one that can be missing is optional. */
export function typeOfParameters(parameters: readonly SiteParameter[], known: TypeNames): TypeNode {
  const properties = parameters.map(({ name, required, schema: { shape, resolved } }): PropertyNode => {
    const optional = !required && resolved?.default === undefined;
    return { name, optional, type: typeOfSchema(shape, known), note: noteOf(shape, name) };
  });
  return object(properties);
}

/** The note on a value: its description, else its title if that says more than its name. */
export function noteOf(shape: SchemaShape | boolean, name?: string): string | undefined {
  const { title, description } = typeof shape === 'boolean' ? {} : shape;
  if (description !== undefined && description.trim() !== '') return description;
  return title?.toLowerCase() === name?.toLowerCase() ? undefined : title;
}

/** What a handler gets of a file (`format: binary`). */
export const FILE_TYPE = 'UploadedFile';

const UNKNOWN = word('unknown');

/** What a schema says of its values itself, without its choices. */
function typeOfValues(shape: SchemaShape, known: TypeNames): TypeNode {
  if (Object.hasOwn(shape, 'const')) return typeOfValue(shape.const);
  const types = typesOf(shape);
  if (shape.enum !== undefined) {
    const possible = shape.enum.filter((value) => types === undefined || types.some((type) => isOfType(value, type)));
    return unite(possible.map(typeOfValue));
  }
  return types === undefined ? UNKNOWN : unite(types.map((type) => typeOf(type, shape, known)));
}

/** What a schema says of its types; undefined: any. */
function typesOf(shape: SchemaShape): readonly SchemaType[] | undefined {
  const { type, properties, required, additionalProperties, items } = shape;
  if (type !== undefined) return typeof type === 'string' ? [type] : type;
  if (properties !== undefined || required !== undefined || additionalProperties !== undefined) return ['object'];
  return items === undefined ? undefined : ['array'];
}

function typeOf(type: SchemaType, shape: SchemaShape, known: TypeNames): TypeNode {
  switch (type) {
    case 'string':
      return word(shape.format === 'binary' ? FILE_TYPE : type);
    case 'number':
    case 'boolean':
    case 'null':
      return word(type);
    case 'integer':
      return word('number');
    case 'array':
      return typeOfList(shape, known);
    case 'object':
      return typeOfObject(shape, known);
  }
}

/** A list of which the first items have schemas of their own can also be shorter, and its type does not say where each is. */
function typeOfList({ items = true, prefixItems = [] }: SchemaShape, known: TypeNames): TypeNode {
  const possible = [...prefixItems, ...(items === false && prefixItems.length > 0 ? [] : [items])];
  return { kind: 'list', item: unite(possible.map((each) => typeOfSchema(each, known))) };
}

/** Closed unless the schema says that it is open: an undeclared property is mostly a typo. */
function typeOfObject(shape: SchemaShape, known: TypeNames): TypeNode {
  const { properties = {}, required = [], additionalProperties, patternProperties, minProperties } = shape;
  const undeclared = required.filter((name) => !Object.hasOwn(properties, name));
  const declared = Object.entries(properties).map(([name, inner]): PropertyNode => {
    const isThere = required.includes(name) || (typeof inner === 'object' && inner.default !== undefined);
    return { name, optional: !isThere, type: typeOfSchema(inner, known), note: noteOf(inner, name) };
  });
  const all = [...declared, ...undeclared.map((name) => property(name, UNKNOWN))];
  const isMap =
    typeof additionalProperties === 'object' || patternProperties !== undefined || minProperties !== undefined;
  const open = additionalProperties === true || isMap || (additionalProperties === undefined && all.length === 0);
  return { kind: 'object', properties: all, open };
}

function typeOfValue(value: unknown): TypeNode {
  if (Array.isArray(value)) return { kind: 'tuple', items: value.map(typeOfValue) };
  if (typeof value === 'object' && value !== null)
    return object(Object.entries(value).map(([name, child]) => property(name, typeOfValue(child))));
  // 1e+21 is written 1e21.
  return word(typeof value === 'string' ? printString(value) : JSON.stringify(value).replace('e+', 'e'));
}

/** Each member once; none at all is `never`. */
function unite(members: readonly TypeNode[]): TypeNode {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.members : [member]));
  const distinct = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()];
  return distinct.find(isUnknown) ?? unionOf(distinct);
}

/** Members that say something: "any object" says nothing beside another type. */
function intersect(all: readonly TypeNode[]): TypeNode {
  const informative = all.filter((type) => !isUnknown(type));
  const [only = UNKNOWN, ...more] = informative.filter((type) => informative.length === 1 || !isAnyObject(type));
  return more.length === 0 ? only : { kind: 'intersection', members: [only, ...more] };
}

function isUnknown(type: TypeNode): boolean {
  return type.kind === 'word' && type.text === 'unknown';
}

function isAnyObject(type: TypeNode): boolean {
  return type.kind === 'object' && type.properties.length === 0 && type.open;
}
