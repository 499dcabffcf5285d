import type { Diagnostic } from '../contract/diagnostic.ts';
import { describeThrown } from '../http/describe-thrown.ts';
import { codeSpan } from '../manifest/3-resolve/code-place.ts';
import { findThrownPlace } from '../manifest/3-resolve/find-thrown-place.ts';
import type { LoadResult } from '../manifest/load-manifest.ts';

/** An error that the code of the handlers left behind while it was loaded uncaught: a rejection, for example. */
export function strayFinding(loaded: LoadResult & { kind: 'loaded' }, error: unknown): Diagnostic {
  const { site, handlersFile = '' } = loaded;
  const message = `Cannot load the handlers "${site.module}": an uncaught error: ${describeThrown(error)}`;
  const place = findThrownPlace(error, handlersFile);
  const related =
    place === undefined ? [] : [{ ...codeSpan(place, site.file, new Map()), message: 'it was made here' }];
  return { ...site.at.in('handlers').value, code: 'cannot-load-handlers', severity: 'error', message, related };
}
