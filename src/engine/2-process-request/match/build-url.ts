import type { PathSegment, Program } from '../../../contract/program.ts';
import { encodeSegment, isDotSegment } from '../../../http/percent-coding.ts';

/** A route's own path, its parameters filled in and percent-encoded: the `url()` of handlers. */
export function buildUrl(
  { routesByName }: Program,
  name: string,
  params: Readonly<Record<string, unknown>> = {},
): string {
  const route = routesByName.get(name);
  if (route === undefined) throw new RangeError(`There is no route "${name}"`);
  const path = `/${(route.paths[0] ?? []).map((segment) => segmentUrl(name, segment, params)).join('/')}`;
  // A browser takes the first segment of such a path for a host (RFC 3986 §4.2).
  if (path.startsWith('//')) throw new RangeError(`The path of the route "${name}" would begin with "//"`);
  return path;
}

/** A path that needs no values, as a URL; undefined where it needs some, or a browser would take it for a host. */
export function literalUrl(path: readonly PathSegment[]): string | undefined {
  const texts = path.map((segment) => (segment.kind === 'literal' ? encode(segment.text) : undefined));
  return texts.includes(undefined) || (texts[0] === '' && texts.length > 1) ? undefined : `/${texts.join('/')}`;
}

function segmentUrl(route: string, segment: PathSegment, params: Readonly<Record<string, unknown>>): string {
  if (segment.kind === 'literal') return encode(segment.text);
  const value = Object.hasOwn(params, segment.name) ? params[segment.name] : undefined;
  const text = value === undefined ? '' : String(value);
  if (text === '') throw new RangeError(`The route "${route}" needs a value for "${segment.name}"`);
  return segment.kind === 'rest' ? text.split('/').map(encode).join('/') : encode(text);
}

/** Dot segments would vanish on the way. */
function encode(text: string): string {
  if (isDotSegment(text)) throw new RangeError(`The value "${text}" cannot be a path segment`);
  return encodeSegment(text);
}
