import type { Parameter } from '../../contract/program.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';
import type { PlainType } from '../schemas/plain-type.ts';
import type { ListShape, Schema } from '../schemas/schema.ts';
import { completedText } from './completed-text.ts';

interface ParameterParts extends Pick<Parameter, 'name' | 'required'> {
  readonly schema: Schema;
  /** Of a list, that of its items. */
  readonly type: PlainType;
  readonly list?: ListShape | undefined;
}

/** A value that comes as a text, or as several: a name that is repeated, or the elements of a header field. */
export function compileParameter(
  { name, required, schema, type, list }: ParameterParts,
  rules: RuleCompiler,
): Parameter {
  const { title = name, default: otherwise, errorMessage } = schema.resolved ?? {};
  const item = list && {
    ...{ type, check: rules.compile(list.item) },
    ...completedText(list.item.resolved?.format),
  };
  return {
    ...{ name, title, type, required, default: otherwise, check: rules.compile(schema) },
    ...(errorMessage === undefined ? {} : { errorMessage }),
    ...(item === undefined ? {} : { item }),
  };
}
