import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';

/** Long enough that a chain of them as deep as JSON can be is 2 KiB. */
const NAME = 'the-next-one-inside';
/** One less than a body can have. */
export const LEVELS = 95;

/** A way from a value into one inside it, around the schema of that. */
type Way = (inner: SchemaShape) => SchemaShape;

const named: Way = (inner) => ({ properties: { [NAME]: inner } });
const listed: Way = (inner) => ({ items: inner });

/** The applicators of JSON Schema that judge the same value: each around a way into it. */
const around = (way: Way): Readonly<Record<string, Way>> => ({
  allOf: (inner) => ({ allOf: [way(inner)] }),
  anyOf: (inner) => ({ anyOf: [way(inner)] }),
  oneOf: (inner) => ({ oneOf: [way(inner)] }),
  not: (inner) => ({ not: { not: way(inner) } }),
  if: (inner) => ({ if: way(inner) }),
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: (inner) => ({ if: true, then: way(inner) }),
  else: (inner) => ({ if: false, else: way(inner) }),
});

const OF_OBJECTS: Readonly<Record<string, Way>> = {
  properties: named,
  patternProperties: (inner) => ({ patternProperties: { '^the-': inner } }),
  additionalProperties: (inner) => ({ additionalProperties: inner }),
  unevaluatedProperties: (inner) => ({ unevaluatedProperties: inner }),
  dependentSchemas: (inner) => ({ dependentSchemas: { [NAME]: named(inner) } }),
  ...around(named),
};

const OF_LISTS: Readonly<Record<string, Way>> = {
  items: listed,
  prefixItems: (inner) => ({ prefixItems: [inner] }),
  contains: (inner) => ({ contains: inner }),
  unevaluatedItems: (inner) => ({ unevaluatedItems: inner }),
  ...around(listed),
};

interface Kind {
  readonly type: 'object' | 'array';
  readonly ways: Readonly<Record<string, Way>>;
  wrap(inner: unknown): unknown;
}

const KINDS: readonly Kind[] = [
  { type: 'object', ways: OF_OBJECTS, wrap: (inner) => ({ [NAME]: inner }) },
  { type: 'array', ways: OF_LISTS, wrap: (inner) => [inner] },
];

/** A schema that leads to itself. */
export interface Shape {
  readonly name: string;
  readonly title: string;
  readonly schema: SchemaShape;
  /** A value that is as deep as one can be, and the same with something wrong at its end. */
  readonly good: unknown;
  readonly bad: unknown;
}

/** By each applicator once. */
export const SINGLE: readonly Shape[] = KINDS.flatMap((kind) => {
  return Object.entries(kind.ways).map(([title, way]) => shapeOf(kind, title, (inner) => way(inner)));
});

/** By any two of them, which judge the same value side by side. */
export const DOUBLE: readonly Shape[] = KINDS.flatMap((kind) => {
  const entries = Object.entries(kind.ways);
  return entries.flatMap(([first, one], index) =>
    entries
      .slice(index)
      .map(([second, other]) =>
        shapeOf(kind, `${first} and ${second}`, (inner) => ({ allOf: [one(inner), other(inner)] })),
      ),
  );
});

function shapeOf({ type, wrap }: Kind, title: string, schema: Way): Shape {
  const name = `${type} ${title}`.replaceAll(' ', '-');
  return {
    ...{ name, title },
    schema: { ...schema({ $ref: `#/schemas/${name}` }), type: [type, 'string'] },
    good: deep(wrap, ''),
    bad: deep(wrap, 5),
  };
}

function deep(wrap: (inner: unknown) => unknown, end: unknown): unknown {
  let value = end;
  for (let level = 0; level < LEVELS; level++) value = wrap(value);
  return value;
}
