import type { SourceSpan } from '../../../contract/diagnostic.ts';
import { spanOf } from '../../findings/source.ts';
import { offsetOf, type ParsedView } from '../../views/parsed-view.ts';
import type { Place } from './view-scope.ts';

/** One use of a name that the view's data do not support. */
export interface ViewProblem {
  readonly view: ParsedView;
  readonly at: SourceSpan;
  readonly message: string;
  readonly hint: string | undefined;
  readonly includedBy: Place['includedBy'];
  /** It does no harm: it is no mistake if the same place is valid for another page. */
  readonly harmless: boolean;
}

/** The place of one name of a path; all of the path if it is written in an unusual way. `index` counts `path.parts`. */
export function spanOfPart({ source }: ParsedView, path: hbs.AST.PathExpression, index: number): SourceSpan {
  const { start, end } = path.loc;
  const from = offsetOf(source, start.line, start.column);
  const to = offsetOf(source, end.line, end.column);
  const written = [...source.text.slice(from, to).matchAll(/\[[^\]]*\]|[^\s./@[\]]+/g)];
  const part = written[written.length - path.parts.length + index];
  const isIt = part !== undefined && part[0].replace(/^\[(.*)\]$/s, '$1') === path.parts[index];
  return isIt ? spanOf(source, from + part.index, from + part.index + part[0].length) : spanOf(source, from, to);
}
