import type { Request } from '../../contract/request.ts';
import type { ErrorFormat } from '../../contract/told-problem.ts';
import { preferredFormat } from '../../http/preferred-format.ts';

/** What decides how an error is told. */
export interface ErrorManner {
  readonly errors: ErrorFormat;
  /** Whether a page answers if `Accept` has no preference. */
  readonly showsPages: boolean;
  /** Undefined if it was refused before it was whole: then nothing of it counts. */
  readonly request: Request | undefined;
}

/** `varies`: another Accept could have made the other of it. */
export function chooseFormat({ errors, showsPages, request }: ErrorManner): {
  readonly format: 'page' | 'problem';
  readonly varies: boolean;
} {
  if (errors !== 'auto') return { format: errors, varies: false };
  if (request === undefined) return { format: 'page', varies: false };
  const preferred = preferredFormat(request.headers.get('accept'));
  const asPage = preferred === 'neither' ? showsPages : preferred === 'html';
  return { format: asPage ? 'page' : 'problem', varies: true };
}
