import { BOUNDS } from '../../1-read/schema-keywords.ts';

export const NUMBERS: ReadonlySet<string> = new Set(BOUNDS);
/** Bounds that are whole numbers from 0 on. */
export const COUNTS: ReadonlySet<string> = new Set([
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
]);
export const TEXTS: ReadonlySet<string> = new Set(['title', 'description', 'format', 'pattern', '$comment']);
export const FLAGS: ReadonlySet<string> = new Set(['uniqueItems', 'readOnly', 'writeOnly', 'deprecated', 'nullable']);
export const TYPES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);
/** Formats that JSON Schema 2020-12 defines, and no other. */
export const FORMATS: ReadonlySet<string> = new Set([
  ...[
    'date-time',
    'date',
    'time',
    'duration',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'uri-template',
  ],
  ...['uuid', 'json-pointer', 'relative-json-pointer', 'regex', 'password'],
]);
/** Keys that say nothing of what a schema is about. */
export const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'schema',
  'items',
  'properties',
  'content',
  'application/json',
  'schemas',
  'components',
]);
/** What is kept elsewhere: as a type, as hints for examples, or as the name that references know. */
export const SILENT: ReadonlySet<string> = new Set(['$ref', 'example', 'examples', '$schema', '$id', '$anchor']);
