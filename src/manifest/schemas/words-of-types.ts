import type { SchemaShape, SchemaType } from '../2-validate/manifest-shape.gen.ts';

/** The keywords that only judge values of some types. */
export const WORDS_OF_TYPES: readonly (readonly [
  types: readonly SchemaType[],
  words: readonly (keyof SchemaShape)[],
])[] = [
  [
    ['object'],
    [
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'propertyNames',
      'minProperties',
      'maxProperties',
      'dependentRequired',
      'dependentSchemas',
      'unevaluatedProperties',
    ],
  ],
  [
    ['array'],
    [
      'items',
      'minItems',
      'maxItems',
      'uniqueItems',
      'prefixItems',
      'contains',
      'minContains',
      'maxContains',
      'unevaluatedItems',
    ],
  ],
  [['string'], ['minLength', 'maxLength', 'pattern', 'format']],
  [
    ['number', 'integer'],
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ],
];
