import { malformedQuery } from '../../../http/parse-form.ts';
import { percentDecode } from '../../../http/percent-coding.ts';
import type { AskedSegment } from '../paths/follow-path.ts';

/** A part of an attribute's value: its text, or what the view fills in when it is shown. */
export type LinkPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'filled' };

export type ParsedLink =
  | { readonly kind: 'path'; readonly segments: readonly AskedSegment[]; readonly shown: string }
  /** The path, or the query, cannot be decoded. */
  | { readonly kind: 'malformed'; readonly shown: string }
  /** Not a path of this server, or not one that the view shows. */
  | { readonly kind: 'other' };

/** Reads the value of an attribute such as `href` as browsers do, if it is a path that begins with one slash. */
export function parseLink(parts: readonly LinkPart[]): ParsedLink {
  const read = parts.map((part) => (part.kind === 'text' ? { ...part, text: cleaned(part.text) } : part));
  const path = pathOf(read);
  const [first, second] = path;
  if (first?.kind !== 'text' || !/^\/(?!\/)/.test(first.text)) return { kind: 'other' };
  if (first.text === '/' && second?.kind === 'text' && second.text.startsWith('/')) return { kind: 'other' };
  const shown = path.map((part) => (part.kind === 'text' ? part.text : '{…}')).join('');
  const segments = splitSegments(path).map(toSegment);
  const known = segments.flatMap((segment) => segment ?? []);
  if (known.length < segments.length) return { kind: 'malformed', shown };
  const written = writtenTarget(read);
  if (written !== undefined && malformedQuery(written) !== undefined) return { kind: 'malformed', shown: written };
  const resolved = withoutDots(known);
  return resolved === undefined ? { kind: 'other' } : { kind: 'path', segments: resolved, shown };
}

/** Characters that browsers drop or turn round (WHATWG URL). */
function cleaned(text: string): string {
  return text.replace(/[\t\n\r]/g, '').replaceAll('\\', '/');
}

/** What a browser asks for by a link in which nothing is filled in: browsers leave a percent sign as it is. */
function writtenTarget(parts: readonly LinkPart[]): string | undefined {
  const texts = parts.map((part) => (part.kind === 'text' ? part.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('').replace(/#.*/s, '');
}

/** Up to the query and the fragment, without the blanks around. */
function pathOf(parts: readonly LinkPart[]): readonly LinkPart[] {
  const path: LinkPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'filled') {
      path.push(part);
      continue;
    }
    const from = index === 0 ? part.text.trimStart() : part.text;
    const text = index === parts.length - 1 ? from.trimEnd() : from;
    const end = text.search(/[?#]/);
    const kept = end === -1 ? text : text.slice(0, end);
    if (kept !== '') path.push({ kind: 'text', text: kept });
    if (end !== -1) break;
  }
  return path;
}

/** The parts between the slashes. The path begins with one. */
function splitSegments(path: readonly LinkPart[]): readonly (readonly LinkPart[])[] {
  const segments: LinkPart[][] = [];
  for (const part of path) {
    if (part.kind === 'filled') {
      segments.at(-1)?.push(part);
      continue;
    }
    const [before = '', ...texts] = part.text.split('/');
    if (before !== '') segments.at(-1)?.push({ kind: 'text', text: before });
    for (const text of texts) segments.push(text === '' ? [] : [{ kind: 'text', text }]);
  }
  return segments;
}

/** Percent-decoded once, as paths of requests are. Undefined if that fails, and nothing filled in can correct it. */
function toSegment(parts: readonly LinkPart[]): AskedSegment | undefined {
  const texts = [''];
  for (const part of parts) {
    if (part.kind === 'filled') texts.push('');
    else texts.push(`${texts.pop() ?? ''}${part.text}`);
  }
  const decoded = texts.map(percentDecode);
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
