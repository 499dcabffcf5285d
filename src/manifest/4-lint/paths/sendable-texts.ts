import { isDotSegment } from '../../../http/percent-coding.ts';
import type { RuleCompiler } from '../../schemas/compile-rule.ts';
import type { PlainShape } from '../../schemas/schema.ts';

/** What a path can hold at a parameter. */
export type SendableTexts =
  /** Only these texts; a number in its usual spelling. */
  | { readonly kind: 'listed'; readonly texts: readonly string[] }
  /** More than could be tried one by one. */
  | { readonly kind: 'many' };

/** The texts of `kind` that satisfy the schema of a path parameter and that clients can send. */
export function sendableTexts(kind: 'parameter' | 'rest', schema: PlainShape, rules: RuleCompiler): SendableTexts {
  const values = listedValues(schema);
  if (values === undefined) return MANY;
  const rule = rules.compile(schema);
  const texts = values.filter((value) => rule(value) === undefined).map(String);
  return { kind: 'listed', texts: texts.filter((text) => isSendable(kind, text)) };
}

const MANY: SendableTexts = { kind: 'many' };
const LISTED_MAX = 100;

function listedValues(schema: PlainShape): readonly (string | number | boolean)[] | undefined {
  if (schema.enum !== undefined) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'string' && schema.maxLength === 0) return [];
  return schema.type === 'integer' ? listedIntegers(schema) : undefined;
}

function listedIntegers(schema: PlainShape): readonly number[] | undefined {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const low = Math.ceil(Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity));
  const high = Math.floor(Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity));
  // The rule checks exclusive bounds.
  if (!(high - low < LISTED_MAX)) return undefined;
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
}

/** Not empty, no dot segment (clients resolve it before they send), and Unicode. */
function isSendable(kind: 'parameter' | 'rest', text: string): boolean {
  const segments = kind === 'rest' ? text.split('/') : [text];
  return text !== '' && !segments.some(isDotSegment) && !/\p{Cs}/u.test(text);
}
