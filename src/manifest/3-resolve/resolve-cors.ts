import type { CorsShape } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { parseDuration } from './parse-quantity.ts';
import type { SiteCors } from './site-cors.ts';

/** `cors` of the server, a group or a route. */
export function resolveCors(written: CorsShape | boolean, at: Spot): SiteCors {
  if (typeof written === 'boolean') return { at, written, rule: { kind: 'closed' }, origins: [] };
  const { origins = [], headers = [], expose = [], credentials = false, maxAge } = written;
  const maxAgeSeconds = maxAge === undefined ? undefined : Math.floor(parseDuration(maxAge) / 1000);
  return {
    at,
    written: undefined,
    rule: { kind: 'open', origins: new Set(origins), headers, expose, credentials, maxAgeSeconds },
    origins: origins.map((text, index) => ({ text, at: at.in('origins', String(index)) })),
  };
}
