import type { CorsRule } from '../../contract/cors.ts';
import type { CorsShape } from '../2-validate/manifest-shape.gen.ts';
import { type Placed, placedTexts, type Spot } from '../2-validate/spot.ts';
import { parseDuration } from './parse-quantity.ts';

/** What pages of other origins can do. */
export interface SiteCors {
  readonly at: Spot;
  /** Undefined if it is a map. */
  readonly written: boolean | undefined;
  readonly rule: CorsRule;
  readonly origins: readonly Placed[];
}

/** `cors` of the server, a group or a route. */
export function resolveCors(written: CorsShape | boolean, at: Spot): SiteCors {
  if (typeof written === 'boolean') return { at, written, rule: { kind: 'closed' }, origins: [] };
  const { origins = [], headers = [], expose = [], credentials = false, maxAge } = written;
  const maxAgeSeconds = maxAge === undefined ? undefined : Math.floor(parseDuration(maxAge) / 1000);
  return {
    at,
    written: undefined,
    rule: { kind: 'open', origins: new Set(origins), headers, expose, credentials, maxAgeSeconds },
    origins: placedTexts(origins, at.in('origins')),
  };
}
