import type { PathSegment } from '../../contract/program.ts';
import { encodeSegment, isDotSegment, wellFormed } from '../../http/percent-coding.ts';
import type { ShapeMap } from '../2-validate/manifest-shape.gen.ts';

export type RedirectLocation =
  | { readonly kind: 'location'; readonly location: string }
  /** The parameter whose value cannot be in the path, and why. */
  | { readonly kind: 'fault'; readonly parameter: string; readonly reason: string };

/** A path with its parameters filled in, percent-encoded. A missing value is a fault; superfluous values are ignored. */
export function fillPath(
  segments: readonly PathSegment[],
  values: ShapeMap<string | number | boolean>,
): RedirectLocation {
  const parts: string[] = [];
  for (const segment of segments) {
    if (segment.kind === 'literal') {
      parts.push(encode(segment.text));
      continue;
    }
    const text = String(values[segment.name] ?? '');
    const pieces = segment.kind === 'rest' ? text.split('/') : [text];
    const reason = parts.length === 0 && text.startsWith('/') ? HOST_REASON : faultOf(text, pieces);
    if (reason !== undefined) return { kind: 'fault', parameter: segment.name, reason };
    parts.push(pieces.map(encode).join('/'));
  }
  return { kind: 'location', location: `/${parts.join('/')}` };
}

/** The location of a path that is filled in; undefined: there is none. */
export function locationIn(
  path: { readonly segments: readonly PathSegment[] } | undefined,
  values: ShapeMap<string | number | boolean>,
): string | undefined {
  const filled = path && fillPath(path.segments, values);
  return filled?.kind === 'location' ? filled.location : undefined;
}

/** The inverse: by the names of its parameters what a path, in decoded segments, has there; undefined: it is another path. */
export function matchPath(
  segments: readonly PathSegment[],
  texts: readonly (string | undefined)[],
): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const text = texts[index];
    if (text === undefined || (segment.kind === 'literal' && segment.text !== text)) return undefined;
    if (segment.kind === 'parameter') values.set(segment.name, text);
    if (segment.kind === 'rest') return values.set(segment.name, texts.slice(index).join('/'));
  }
  return segments.length === texts.length ? values : undefined;
}

/** RFC 3986 §4.2. */
const HOST_REASON = 'clients take what follows "//" for a host';

function faultOf(text: string, pieces: readonly string[]): string | undefined {
  if (text === '') return 'it must not be empty';
  if (pieces.some(isDotSegment)) return 'clients resolve "." and ".." before they ask';
  return undefined;
}

function encode(text: string): string {
  return encodeSegment(wellFormed(text));
}
