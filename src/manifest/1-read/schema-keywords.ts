/** What a reference to a schema of the manifest begins with; its name follows. */
export const NAMED_SCHEMAS = '#/schemas/';

/** The keywords that hold schemas: by names, one, or a list of them. */
export const SCHEMA_MAPS = ['properties', 'patternProperties', 'dependentSchemas'] as const;
export const SCHEMAS = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'not',
  'if',
  'then',
  'else',
] as const;
export const SCHEMA_LISTS = ['prefixItems', 'anyOf', 'oneOf', 'allOf'] as const;

/** All of them. */
export const PARTS = [...SCHEMA_MAPS, ...SCHEMAS, ...SCHEMA_LISTS] as const;

/** The same, to look up any key. */
export const HOLDS_BY_NAME: ReadonlySet<string> = new Set(SCHEMA_MAPS);
export const HOLDS_ONE: ReadonlySet<string> = new Set(SCHEMAS);
export const HOLDS_LIST: ReadonlySet<string> = new Set(SCHEMA_LISTS);

/** The bounds of numbers and of the lengths of texts. */
export const BOUNDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
] as const;
