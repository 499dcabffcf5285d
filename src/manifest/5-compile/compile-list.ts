import type { Parameter } from '../../contract/program.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';
import type { ListShape } from '../schemas/schema.ts';
import { completedText } from './completed-text.ts';

/** A list that comes as several texts: a name that is repeated, or the elements of a header field. */
export function compileList(
  { title, default: otherwise, errorMessage, judge, item, type }: ListShape,
  { name, required }: Pick<Parameter, 'name' | 'required'>,
  rules: RuleCompiler,
): Parameter {
  const [whole, each] = [rules.compileValue(judge), rules.compileValue(item)];
  return {
    ...{ name, title: title ?? name, type, required, default: otherwise, errorMessage },
    item: { type, check: (value) => each(value)?.rule, ...completedText(item.resolved?.format) },
    check: (value) => whole(value)?.rule,
  };
}
