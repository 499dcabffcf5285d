import { isOfType, TYPES } from '../1-read/keyword-fits.ts';
import type { ParameterType, SchemaShape } from '../2-validate/manifest-shape.gen.ts';

/** The type of a value that can be written as text. */
export type PlainType = Exclude<ParameterType, 'array'>;

const PLAIN_TYPES: ReadonlySet<unknown> = new Set<PlainType>(['string', 'number', 'integer', 'boolean']);

/**
 * The one type that a field of a form is read as; without a type, that of all choices. A form has no null, so a value that
 * can be null always has the other type. undefined: no form can send it.
 */
export function plainType(shape: SchemaShape): PlainType | undefined {
  const [only, ...others] = typesSaid(shape).filter((name) => name !== 'null');
  return others.length === 0 && isPlainType(only) ? only : undefined;
}

/** The types of a schema; without any, those of all its choices, numbers being `number`. */
export function typesSaid(shape: Pick<SchemaShape, 'type' | 'enum' | 'const'>): readonly string[] {
  if (shape.type !== undefined) return [shape.type].flat();
  const names = [...TYPES.keys()].map(String);
  const types = (choicesOf(shape) ?? []).flatMap((choice) => names.findLast((name) => isOfType(choice, name)) ?? []);
  return [...new Set(types)];
}

/** The only values that a schema allows, if it lists them. */
export function choicesOf({
  const: constant,
  enum: choices,
}: Pick<SchemaShape, 'const' | 'enum'>): readonly unknown[] | undefined {
  return constant === undefined ? choices : [constant];
}

/** Whether values of this type can be written as text. */
export function isPlainType(type: unknown): type is PlainType {
  return PLAIN_TYPES.has(type);
}
