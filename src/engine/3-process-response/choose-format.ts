import type { FieldLine } from '../../contract/request.ts';
import type { ErrorFormat } from '../../contract/told-problem.ts';
import { isCalled } from '../../http/field-value.ts';
import { preferredFormat } from '../../http/preferred-format.ts';

/** What decides how an error is told. */
export interface ErrorManner {
  readonly errors: ErrorFormat;
  /** Whether a page answers if `Accept` has no preference. */
  readonly showsPages: boolean;
  /** Those of the request; undefined if its head was refused: then nothing of it counts. */
  readonly fieldLines: readonly FieldLine[] | undefined;
}

/** `varies`: another Accept could have made the other of it. */
export function chooseFormat({ errors, showsPages, fieldLines }: ErrorManner): {
  readonly format: 'page' | 'problem';
  readonly varies: boolean;
} {
  if (errors !== 'auto') return { format: errors, varies: false };
  if (fieldLines === undefined) return { format: 'page', varies: false };
  const accept = fieldLines.flatMap(([name, value]) => (isCalled(name, 'accept') ? [value] : []));
  const preferred = preferredFormat(accept.join(','));
  const asPage = preferred === 'neither' ? showsPages : preferred === 'html';
  return { format: asPage ? 'page' : 'problem', varies: true };
}
