import type { PathSegment } from '../../contract/program.ts';
import { isDotSegment, percentDecode } from '../../http/percent-coding.ts';

export type ParsedPath =
  | { readonly kind: 'path'; readonly segments: readonly PathSegment[] }
  /** `start` and `length` count characters of the path as it is written. */
  | { readonly kind: 'fault'; readonly start: number; readonly length: number; readonly reason: string };

/**
 * Reads a path of the manifest. Each slash begins a segment, so `/` has one, which is empty. Literals are
 * percent-decoded once (RFC 3986 §2.4): `/%64iv` and `/div` are the same path.
 */
export function parsePath(path: string): ParsedPath {
  if (!path.startsWith('/')) return fault(0, Math.max(1, path.length), 'a path begins with "/"');
  if (path.startsWith('//')) return fault(0, 2, 'clients take what follows "//" for a host');
  const segments: PathSegment[] = [];
  const names = new Set<string>();
  let start = 1;
  for (const text of path.slice(1).split('/')) {
    const last = start + text.length === path.length;
    if (segments.length === SEGMENTS_MAX) return fault(start, text.length, `it has more than ${SEGMENTS_MAX} segments`);
    const segment = parseSegment(text);
    if (typeof segment === 'string') return fault(start, text.length, segment);
    if (segment.kind !== 'literal') {
      if (names.has(segment.name)) return fault(start, text.length, 'every parameter needs a name of its own');
      if (segment.kind === 'rest' && !last) return fault(start, text.length, 'the rest of a path can only come last');
      names.add(segment.name);
    }
    segments.push(segment);
    start += text.length + 1;
  }
  return { kind: 'path', segments };
}

/** Far more than any path has. The tree of all paths is as deep, and is walked recursively. */
const SEGMENTS_MAX = 256;

/** The names of a path's parameters, in the order of its segments. */
export function parameterNames(segments: readonly PathSegment[]): readonly string[] {
  return segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]));
}

/** Or in words why it is not one. */
function parseSegment(text: string): PathSegment | string {
  const parameter = /^\{([A-Za-z_][A-Za-z0-9_]*)(\.\.\.)?\}$/.exec(text);
  if (parameter?.[1] !== undefined) return { kind: parameter[2] ? 'rest' : 'parameter', name: parameter[1] };
  if (/[{}]/.test(text)) return bracesHint(text);
  if (/[?#]/.test(text)) {
    // As in `:id?` and `(?<id>.+)`.
    return `${/^[:(<]/.test(text) ? 'a parameter is written {name}, and ' : ''}a path ends before "?" and "#"`;
  }
  const unseen = UNSEEN.exec(text)?.[0];
  if (unseen !== undefined)
    return `it holds ${encodeURIComponent(unseen)}, which is invisible: write it so if it is meant`;
  const literal = percentDecode(text);
  if (literal === undefined) return '"%" must be followed by the two hexadecimal digits of a UTF-8 octet';
  if (UNPRINTABLE.test(literal)) return 'a path has no control characters';
  if (isDotSegment(literal)) return 'clients resolve "." and ".." before they ask';
  return { kind: 'literal', text: literal };
}

/** Braces of other routers and of URI templates (RFC 6570): `{id:int}`, `{id?}`, `{*path}`, `{?page}`. */
function bracesHint(text: string): string {
  if (/\{[?&]\w/.test(text)) return 'what follows "?" is declared in "query", and is not part of the path';
  const [, name] = /^[#$]?\{+[^\p{L}\p{N}_]*([A-Za-z_][\w.-]*)(?![\p{L}\p{N}]).*\}[?*+]?$/u.exec(text) ?? [];
  // Two of them in one segment, or a text beside it.
  if (name === undefined || /\}[^}]+\{|,/.test(text)) {
    return 'a parameter fills a whole segment: {name} or {name...}, of letters, digits and "_"';
  }
  const rest = /\{[*+]|^[^:]*[*+]\}|:path\}|:\.[*+]/.test(text) ? '...' : '';
  return `write {${name.replace(/[.-]/g, '_')}${rest}}; what it can be goes into "params"`;
}

/** Joiners are a part of words and of emoji; control characters no path has. */
const UNSEEN = /(?! |\p{Cc}|\u200C|\u200D|\p{Variation_Selector})[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

function fault(start: number, length: number, reason: string): ParsedPath {
  return { kind: 'fault', start, length: Math.max(1, length), reason };
}
