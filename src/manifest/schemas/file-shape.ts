import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { Schema } from './schema.ts';

/** A property of a body that is a file, or a list of files. */
export interface FileShape {
  /** What it says of each file. */
  readonly each: SchemaShape;
  readonly many: boolean;
}

/** undefined: it is not a file. */
export function fileShape(schema: Schema): FileShape | undefined {
  const { resolved } = schema;
  if (resolved === undefined) return undefined;
  if (isFile(resolved)) return { each: resolved, many: false };
  const item = resolved.type === 'array' ? schema.items?.resolved : undefined;
  return item !== undefined && isFile(item) ? { each: item, many: true } : undefined;
}

/** The media types that a file can have (`image/png, image/*`); empty: any. */
export function fileTypes({ contentMediaType = '' }: SchemaShape): readonly string[] {
  return contentMediaType
    .split(',')
    .map((type) => type.trim().toLowerCase())
    .filter((type) => type !== '');
}

/** The same schema for a value that has a text in the place of each file: what it says of files is judged elsewhere. */
export function withoutFiles(schema: Schema): Schema {
  const files = [...schema.properties].flatMap(([name, property]) => {
    const file = fileShape(property);
    return file === undefined ? [] : [[name, placeholder(property, file)] as const];
  });
  if (files.length === 0 || schema.resolved === undefined) return schema;
  return schema.saying({
    ...schema.resolved,
    properties: { ...schema.resolved.properties, ...Object.fromEntries(files) },
  });
}

function placeholder({ resolved = {} }: Schema, { many }: FileShape): SchemaShape {
  const { type: _, format, minLength, maxLength, contentMediaType, items, ...rest } = resolved;
  return many ? { ...rest, type: 'array' } : { ...rest, type: 'string' };
}

function isFile({ type, format }: SchemaShape): boolean {
  return type === 'string' && format === 'binary';
}
