import { malformedQuery } from '../../../http/parse-form.ts';
import { percentDecode } from '../../../http/percent-coding.ts';
import type { AskedSegment } from '../paths/follow-path.ts';
import { GAP } from './html-of-view.ts';

export type ParsedLink =
  | { readonly kind: 'path'; readonly segments: readonly AskedSegment[]; readonly shown: string }
  /** The path, or the query, cannot be decoded. */
  | { readonly kind: 'malformed'; readonly shown: string }
  /** Not a path of this server, or not one that the view shows. */
  | { readonly kind: 'other' };

/** Reads the value of an attribute such as `href` as browsers do, if it is a path that begins with one slash. What is filled in is a gap. */
export function parseLink(value: string): ParsedLink {
  // Characters that browsers drop or turn round (WHATWG URL).
  const cleaned = value.replace(/[\t\n\r]/g, '').replaceAll('\\', '/');
  const path = cleaned.trim().replace(/[?#].*/s, '');
  if (!/^\/(?!\/)/.test(path)) return { kind: 'other' };
  const shown = path.replaceAll(GAP, '{…}');
  const segments = path.slice(1).split('/').map(toSegment);
  const known = segments.flatMap((segment) => segment ?? []);
  if (known.length < segments.length) return { kind: 'malformed', shown };
  // What a browser asks for: it leaves a percent sign as it is.
  const target = cleaned.replace(/#.*/s, '');
  if (!cleaned.includes(GAP) && malformedQuery(target) !== undefined) return { kind: 'malformed', shown: target };
  const resolved = withoutDots(known);
  return resolved === undefined ? { kind: 'other' } : { kind: 'path', segments: resolved, shown };
}

/** Percent-decoded once, as paths of requests are. Undefined if that fails, and nothing filled in can correct it. */
function toSegment(written: string): AskedSegment | undefined {
  const decoded = written.split(GAP).map(percentDecode);
  const [text] = decoded;
  if (decoded.length === 1) return text === undefined ? undefined : { kind: 'fixed', text };
  // Half an escape, whose other half is filled in: the result is unknown too.
  return { kind: 'filled', texts: decoded.map((one) => one ?? '') };
}

/** Browsers resolve `.` and `..` before they send (RFC 3986 §5.2.4). Undefined: what is filled in decides how far up that is. */
function withoutDots(segments: readonly AskedSegment[]): readonly AskedSegment[] | undefined {
  const kept: AskedSegment[] = [];
  for (const [index, segment] of segments.entries()) {
    const dots = segment.kind === 'fixed' && /^\.\.?$/.test(segment.text) ? segment.text : undefined;
    if (dots === '..' && kept.some(({ kind }) => kind === 'filled')) return undefined;
    if (dots === '..') kept.pop();
    if (dots === undefined) kept.push(segment);
    else if (index === segments.length - 1) kept.push({ kind: 'fixed', text: '' });
  }
  return kept;
}
