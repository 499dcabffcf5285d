import { JSON_NUMBER } from '../../1-read/decimal.ts';
import type { RuleCompiler } from '../../schemas/compile-rule.ts';
import type { PlainType } from '../../schemas/plain-type.ts';
import type { Schema } from '../../schemas/schema.ts';

interface TextRule {
  readonly schema: Schema;
  readonly type: PlainType;
}

/** The rule that the text of a parameter breaks, or undefined. Numbers that lose digits or vanish are left to the engine. */
export function refusedText(text: string, { schema, type }: TextRule, rules: RuleCompiler): string | undefined {
  if (type === 'string') return rules.compile(schema)(text);
  if (type === 'boolean') {
    return text === 'true' || text === 'false' ? rules.compile(schema)(text === 'true') : 'must be true or false';
  }
  return JSON_NUMBER.test(text) ? rules.compile(schema)(Number(text)) : 'must be a number';
}
