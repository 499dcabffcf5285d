import type { ParameterType, SchemaShape } from '../2-validate/manifest-shape.gen.ts';

/** The type of a value that can be written as text. */
export type PlainType = Exclude<ParameterType, 'array'>;

const PLAIN_TYPES: ReadonlySet<unknown> = new Set<PlainType>(['string', 'number', 'integer', 'boolean']);

/**
 * The one type that a field of a form is read as; without a type, that of all choices. A form has no null, so a value that
 * can be null always has the other type. undefined: no form can send it.
 */
export function plainType({ type, enum: choices, const: constant }: SchemaShape): PlainType | undefined {
  const values = constant === undefined ? choices : [constant];
  const own = type === undefined ? typesOf(values ?? []) : [type].flat();
  const types = own.filter((name) => name !== 'null');
  const [only] = types;
  return types.length === 1 && isPlainType(only) ? only : undefined;
}

function typesOf(values: readonly unknown[]): readonly string[] {
  const types = new Set(values.map((value) => (value === null ? 'null' : typeof value)));
  return [...types];
}

/** Whether values of this type can be written as text. */
export function isPlainType(type: unknown): type is PlainType {
  return PLAIN_TYPES.has(type);
}
